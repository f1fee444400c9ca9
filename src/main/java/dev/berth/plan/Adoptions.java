package dev.berth.plan;

import dev.berth.model.Change.RemoveLegacy;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Key.Scope;
import dev.berth.model.LegacyContainer;
import dev.berth.model.Observed;
import dev.berth.model.ObservedContainer;
import dev.berth.model.Rendered;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Compares what Paunch or tripleo-ansible left with what is wanted in its place. */
final class Adoptions {
  private Adoptions() {}

  /** Why a service is taken over, and what becomes another in doing so. */
  static List<String> reasons(LegacyContainer former, Rendered wanted, Observed observed) {
    List<String> reasons = new ArrayList<>();
    Optional<ObservedContainer> container = former.container();
    reasons.add(
        container.isEmpty()
            ? origin(former)
            : origin(former, wanted)
                + ", "
                + difference(former, wanted).orElse("same configuration"));
    container
        .flatMap(found -> ChangeDetector.imageDifference(wanted, found.imageId(), observed))
        .ifPresent(reasons::add);
    container
        .filter(found -> !found.isRunning())
        .ifPresent(found -> reasons.add("its container is " + found.state()));
    return List.copyOf(reasons);
  }

  /** Whose it is, in words. */
  static String origin(LegacyContainer former) {
    return former.container().isPresent()
        ? "managed by '"
            + former.managedBy()
            + "'"
            + (former.ownName().equals(former.name())
                ? ""
                : " under the name '" + former.ownName() + "'")
        : former.units().stream().map(unit -> unit.name().text()).findFirst().orElse("something")
            + " was left by Paunch or tripleo-ansible";
  }

  /** The same, with the configuration where it changes hands too. */
  static String origin(LegacyContainer former, Rendered wanted) {
    boolean isSame = former.container().isEmpty() || former.configId().equals(wanted.configId());
    return origin(former) + (isSame ? "" : " as part of '" + former.configId() + "'");
  }

  /** What differs, in words: the keys by name, never their values. */
  static Optional<String> difference(LegacyContainer former, Rendered wanted) {
    return difference(former.configuration(), wanted);
  }

  /** The same; empty where its configuration is not understood. */
  static Optional<String> difference(Optional<ContainerSpec> former, Rendered wanted) {
    if (former.isEmpty()) {
      return Optional.of("its former configuration is not understood");
    }
    ContainerSpec was = former.get();
    if (was.role() != wanted.spec().role()) {
      return Optional.of(
          was.role() == ContainerSpec.Role.SERVICE ? "was a service" : "was no service");
    }
    SortedMap<String, String> before = flat(was);
    SortedMap<String, String> now = flat(wanted.spec());
    return before.equals(now)
        ? Optional.empty()
        : Optional.of(ConfigurationDifference.changed(before, now));
  }

  /** The configuration without the contents of files: nobody took them down then. */
  private static SortedMap<String, String> flat(ContainerSpec spec) {
    return new ContainerSpec(spec.name(), spec.at(), spec.values(), new TreeMap<>())
        .flattened(Set.of(Scope.CONTAINER));
  }

  /**
   * Those that go: of a configuration that is cleaned up, and not wanted any more. An apply has to
   * be allowed to touch them; a removal names their owner itself.
   */
  static List<Decision> removals(
      Observed observed, PlanOptions options, Collection<ContainerName> wantedNames) {
    return observed.legacyContainers().values().stream()
        .filter(former -> former.container().isPresent())
        .filter(
            former ->
                options.adopt()
                    || (wantedNames.isEmpty() && former.managedBy().equals(options.managedBy())))
        .filter(former -> options.removal().includes(former.configId()))
        .filter(former -> !wantedNames.contains(former.name()))
        .sorted(Comparator.comparing(LegacyContainer::name))
        .map(
            former ->
                new Decision(
                    new RemoveLegacy(former),
                    origin(former) + ", not in the configuration '" + former.configId() + "'"))
        .toList();
  }
}
