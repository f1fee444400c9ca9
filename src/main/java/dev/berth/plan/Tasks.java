package dev.berth.plan;

import dev.berth.model.Applied;
import dev.berth.model.Change;
import dev.berth.model.ContainerName;
import dev.berth.model.LegacyContainer;
import dev.berth.model.Observed;
import dev.berth.model.ObservedContainer;
import dev.berth.model.Problems;
import dev.berth.model.Rendered;
import java.util.Optional;

/** Decides whether a task has to run: its exited container is the record that it did. */
final class Tasks {
  private final Observed observed;
  private final HandOvers handOvers;
  private final Problems problems;

  Tasks(Observed observed, HandOvers handOvers, Problems problems) {
    this.observed = observed;
    this.handOvers = handOvers;
    this.problems = problems;
  }

  Optional<Decision> decide(Rendered wanted) {
    if (wasService(wanted.name())) {
      return run(wanted, "was a service");
    }
    Optional<LegacyContainer> former =
        observed.legacy(wanted.name()).filter(LegacyContainer::isAdoptable);
    if (former.isPresent()) {
      return adopted(wanted, former.get());
    }
    Optional<ObservedContainer> container = observed.container(wanted.name());
    return container.isPresent()
        ? withContainer(wanted, container.get())
        : withoutContainer(wanted);
  }

  /** Its unit goes, and its container with it, so it runs whatever state it is in now. */
  private boolean wasService(ContainerName name) {
    return observed.units().values().stream()
        .flatMap(unit -> unit.owner().stream())
        .anyMatch(owner -> owner.runs(name));
  }

  private Optional<Decision> withoutContainer(Rendered wanted) {
    Applied applied = observed.applied().get(wanted.name());
    if (applied != null && (wanted.spec().isRemovedAtEnd() || applied.adopted())) {
      return applied.configuration().equals(wanted.configuration())
          ? ChangeDetector.imageDifference(wanted, applied.target(), observed)
              .flatMap(reason -> run(wanted, reason))
          : run(wanted, ConfigurationDifference.describe(wanted, applied.digest(), observed));
    }
    return run(wanted, "new");
  }

  /** What has run for Paunch as it is wanted now does not run again, whoever looks after it. */
  private Optional<Decision> adopted(Rendered wanted, LegacyContainer former) {
    String origin = Adoptions.origin(former, wanted);
    Optional<ObservedContainer> container = former.container();
    if (container.isEmpty()) {
      return run(wanted, origin);
    }
    Optional<String> difference =
        Adoptions.difference(former, wanted)
            .or(() -> ChangeDetector.imageDifference(wanted, container.get().imageId(), observed));
    if (difference.isPresent()) {
      return run(wanted, origin + ", " + difference.get());
    }
    if (container.get().isRunning()) {
      return stillRunning(wanted, origin);
    }
    if (!container.get().hasExited()) {
      return run(wanted, origin + ", was created and never ran");
    }
    return hasEndedWell(container.get(), wanted)
        ? Optional.of(
            new Decision(
                new Change.AdoptTask(wanted),
                origin + ", same configuration; it has run and does not run again"))
        : run(wanted, origin + ", its last run ended with exit code " + container.get().exitCode());
  }

  /**
   * A task that still runs: to take it over now would be to end it, and to run it a second time.
   */
  private Optional<Decision> stillRunning(Rendered wanted, String origin) {
    String what = "the task '" + wanted.name() + "' (" + origin + ") still runs";
    if (wanted.spec().isAwaited()) {
      problems.error(
          wanted.spec().at(),
          what,
          "wait for its end: " + observed.engine().name() + " wait " + wanted.name());
    } else {
      problems.warning(
          wanted.spec().at(), what + " and is left to itself", "adopt it when it has ended");
    }
    return Optional.empty();
  }

  private Optional<Decision> withContainer(Rendered wanted, ObservedContainer container) {
    Optional<String> difference = ChangeDetector.difference(wanted, container, observed);
    if (difference.isPresent()) {
      return run(wanted, difference.get());
    }
    Optional<String> from = handOvers.from(wanted);
    if (from.isPresent()) {
      return handedOver(wanted, container, HandOvers.reason(from.get()));
    }
    if (container.isRunning()) {
      return wanted.spec().isAwaited()
          ? Optional.of(
              new Decision(new Change.AwaitTask(wanted), "still runs from an earlier apply"))
          : Optional.empty();
    }
    if (!container.hasExited()) {
      return run(wanted, "was created and never ran");
    }
    return hasEndedWell(container, wanted)
        ? Optional.empty()
        : run(wanted, "its last run ended with exit code " + container.exitCode());
  }

  /**
   * Its container goes, as its labels name the other configuration; that it has run stays known.
   */
  private Optional<Decision> handedOver(
      Rendered wanted, ObservedContainer container, String reason) {
    if (container.isRunning()) {
      problems.error(
          wanted.spec().at(),
          "the task '" + wanted.name() + "' still runs, and " + reason,
          "wait for its end, or stop it");
      return Optional.empty();
    }
    return container.hasExited() && hasEndedWell(container, wanted)
        ? Optional.of(
            new Decision(
                new Change.AdoptTask(wanted), reason + "; it has run and does not run again"))
        : run(wanted, reason);
  }

  /** Where nobody waits for its end, nobody asks how it ended either. */
  static boolean hasEndedWell(ObservedContainer container, Rendered wanted) {
    return !wanted.spec().isAwaited() || wanted.spec().exitCodes().contains(container.exitCode());
  }

  private static Optional<Decision> run(Rendered wanted, String reason) {
    return Optional.of(new Decision(new Change.RunTask(wanted), reason));
  }
}
