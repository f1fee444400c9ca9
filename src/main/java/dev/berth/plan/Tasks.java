package dev.berth.plan;

import dev.berth.model.Applied;
import dev.berth.model.Change;
import dev.berth.model.Key;
import dev.berth.model.Observed;
import dev.berth.model.ObservedContainer;
import dev.berth.model.Rendered;
import java.util.Optional;

/** Decides whether a task has to run: its exited container is the record that it did. */
final class Tasks {
  private final Observed observed;

  Tasks(Observed observed) {
    this.observed = observed;
  }

  Optional<Decision> decide(Rendered wanted) {
    if (wasService(wanted.name())) {
      return run(wanted, "was a service");
    }
    Optional<ObservedContainer> container = observed.container(wanted.name());
    return container.isPresent()
        ? withContainer(wanted, container.get())
        : withoutContainer(wanted);
  }

  /** Its unit goes, and its container with it, so it runs whatever state it is in now. */
  private boolean wasService(String name) {
    return observed.units().values().stream()
        .flatMap(unit -> unit.owner().stream())
        .anyMatch(owner -> owner.container().equals(name));
  }

  private Optional<Decision> withoutContainer(Rendered wanted) {
    Applied applied = observed.applied().get(wanted.name());
    if (wanted.spec().flag(Key.REMOVE) && applied != null) {
      return applied.configuration().equals(wanted.configuration())
          ? Sameness.imageDifference(wanted, applied.target(), observed)
              .flatMap(reason -> run(wanted, reason))
          : run(wanted, ConfigurationDifference.describe(wanted, applied.digest(), observed));
    }
    return run(wanted, "new");
  }

  private Optional<Decision> withContainer(Rendered wanted, ObservedContainer container) {
    Optional<String> difference = Sameness.difference(wanted, container, observed);
    if (difference.isPresent()) {
      return run(wanted, difference.get());
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
    boolean accepted = wanted.spec().exitCodes().contains(container.exitCode());
    return accepted || !wanted.spec().isAwaited()
        ? Optional.empty()
        : run(wanted, "its last run ended with exit code " + container.exitCode());
  }

  private static Optional<Decision> run(Rendered wanted, String reason) {
    return Optional.of(new Decision(new Change.RunTask(wanted), reason));
  }
}
