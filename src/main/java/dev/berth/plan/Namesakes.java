package dev.berth.plan;

import dev.berth.model.ContainerName;
import dev.berth.model.LegacyContainer;
import dev.berth.model.Observed;
import dev.berth.model.ObservedContainer;
import dev.berth.model.Ownership;
import dev.berth.model.Problems;
import dev.berth.model.Rendered;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds wanted containers of which there are two: Paunch knew its containers by a label, so that
 * one may have the wanted name and another one be called so, and both do the same work. Which of
 * them holds the data that counts, only the operator knows.
 */
final class Namesakes {
  private final Observed observed;

  Namesakes(Observed observed) {
    this.observed = observed;
  }

  /** What to do about a name that only Paunch gave to a container here; empty where it did not. */
  static Optional<String> advice(ContainerName name, Observed observed) {
    return observed
        .legacy(name)
        .filter(former -> !former.ownName().equals(name))
        .map(
            former ->
                "'"
                    + former.managedBy()
                    + "' runs it as '"
                    + former.ownName()
                    + "': adopt it first, which gives it its name");
  }

  /** Reports them; whether there was anything to report. */
  boolean check(Rendered rendered, Problems problems) {
    ContainerName name = rendered.name();
    List<ObservedContainer> called =
        observed.containers().stream()
            .filter(LegacyContainer::made)
            .filter(container -> LegacyContainer.nameOf(container).equals(name))
            .toList();
    List<ObservedContainer> same = new ArrayList<>(called);
    observed
        .container(name)
        .filter(container -> called.stream().anyMatch(Namesakes::hasAnotherName))
        .filter(container -> !called.contains(container))
        .ifPresent(same::add);
    if (same.stream().map(LegacyContainer::ownNameOf).distinct().count() < 2) {
      return isOtherwiseCalled(rendered, problems);
    }
    problems.error(
        rendered.spec().at(),
        (same.size() == 2 ? "there are two containers '" : "there are several containers '")
            + name
            + "' here: "
            + same.stream()
                .sorted(Comparator.comparing(ObservedContainer::name))
                .map(Namesakes::words)
                .collect(Collectors.joining(" and ")),
        "Berth does not guess which is meant: remove the one that is over");
    return true;
  }

  /** One that was set aside waits for the end of an adoption, and is nobody's rival. */
  private static boolean hasAnotherName(ObservedContainer container) {
    return container.name().equals(LegacyContainer.ownNameOf(container))
        && !container.name().equals(LegacyContainer.nameOf(container));
  }

  /** The name of one container of theirs may be what another one is to be called. */
  private boolean isOtherwiseCalled(Rendered rendered, Problems problems) {
    return observed
        .container(rendered.name())
        .filter(LegacyContainer::made)
        .filter(container -> !LegacyContainer.nameOf(container).equals(rendered.name()))
        .map(
            container -> {
              problems.error(
                  rendered.spec().at(),
                  "the name '"
                      + rendered.name()
                      + "' is taken by a container that '"
                      + container.ownership().managedBy()
                      + "' manages and calls '"
                      + LegacyContainer.nameOf(container)
                      + "'",
                  "rename one of them, or remove the other");
              return true;
            })
        .orElse(false);
  }

  private static String words(ObservedContainer container) {
    Ownership ownership = container.ownership();
    return "'"
        + container.name()
        + "' ("
        + (ownership.managedBy().isEmpty()
            ? "managed by nobody"
            : "managed by '" + ownership.managedBy() + "'")
        + (ownership.configId().isEmpty() ? "" : ", part of '" + ownership.configId() + "'")
        + ")";
  }
}
