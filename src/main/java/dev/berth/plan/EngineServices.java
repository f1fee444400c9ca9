package dev.berth.plan;

import dev.berth.model.Applied;
import dev.berth.model.Change.Service;
import dev.berth.model.Change.Service.Kind;
import dev.berth.model.ContainerName;
import dev.berth.model.LegacyContainer;
import dev.berth.model.Observed;
import dev.berth.model.ObservedContainer;
import dev.berth.model.Rendered;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides what a service in the engine's own care needs. Its container stays when it stops, so the
 * container alone tells; being enabled is having the wanted restart policy.
 */
final class EngineServices {
  private final Observed observed;
  private final HandOvers handOvers;

  EngineServices(Observed observed, HandOvers handOvers) {
    this.observed = observed;
    this.handOvers = handOvers;
  }

  Optional<Decision> decide(Rendered wanted) {
    if (hasUnit(wanted.name())) {
      return decision(wanted, Kind.CREATE, List.of("was started by a unit"));
    }
    Optional<LegacyContainer> former =
        observed.legacy(wanted.name()).filter(LegacyContainer::isAdoptable);
    if (former.isPresent() && isTakenOver(wanted, former.get())) {
      return decision(wanted, Kind.WATCH, List.of(Services.UNSETTLED));
    }
    if (former.isPresent()) {
      return decision(wanted, Kind.ADOPT, Adoptions.reasons(former.get(), wanted, observed));
    }
    return observed
        .container(wanted.name())
        .map(container -> withContainer(wanted, container))
        .orElseGet(() -> withoutContainer(wanted));
  }

  /** What is wanted runs, and theirs is set aside and ended. */
  private boolean isTakenOver(Rendered wanted, LegacyContainer former) {
    return former.isAside()
        && !former.mayRun()
        && observed
            .container(wanted.name())
            .filter(ObservedContainer::isRunning)
            .filter(container -> ChangeDetector.difference(wanted, container, observed).isEmpty())
            .isPresent();
  }

  /** The unit goes, and its container with it. */
  private boolean hasUnit(ContainerName name) {
    return observed.units().values().stream()
        .flatMap(unit -> unit.owner().stream())
        .anyMatch(owner -> owner.runs(name));
  }

  private Optional<Decision> withoutContainer(Rendered wanted) {
    Optional<Applied> applied = Optional.ofNullable(observed.applied().get(wanted.name()));
    if (applied.isEmpty()) {
      return decision(wanted, Kind.CREATE, List.of("new"));
    }
    return decision(
        wanted,
        Kind.CREATE,
        Stream.concat(
                Stream.of(Gone.reason(wanted.name(), observed)),
                applied
                    .filter(then -> ChangeDetector.isSame(wanted, then.digest(), observed))
                    .flatMap(_ -> Gone.volumes(wanted, observed))
                    .stream())
            .toList());
  }

  private Optional<Decision> withContainer(Rendered wanted, ObservedContainer container) {
    Optional<String> difference =
        ChangeDetector.difference(wanted, container, observed)
            .or(() -> observed.findings().detached(wanted.name()))
            .or(() -> new SharedNamespaces(observed).left(wanted, container));
    // Only labels say whose it is, and they are fixed when a container is made.
    Optional<String> moved = handOvers.from(wanted).map(HandOvers::reason);
    if (difference.isPresent() || moved.isPresent()) {
      return decision(
          wanted, Kind.REPLACE, Stream.concat(moved.stream(), difference.stream()).toList());
    }
    String policy = wanted.spec().restart().orElseThrow().toString();
    boolean isEnabled = container.restart().equals(policy);
    return switch (container.state()) {
      case "running" ->
          isUnsettled(wanted)
              ? Optional.of(
                  new Decision(
                      new Service(wanted, Kind.WATCH, false, !isEnabled),
                      List.of(Services.UNSETTLED)))
              : isEnabled
                  ? Optional.empty()
                  : Optional.of(
                      new Decision(
                          new Service(wanted, Kind.UPDATE, false, true),
                          List.of("restart policy is " + container.restart() + ", not " + policy)));
      case "exited" ->
          start(wanted, !isEnabled, "has ended with exit code " + container.exitCode());
      case "created" -> start(wanted, !isEnabled, "was created and never started");
      case "restarting" ->
          start(
              wanted, !isEnabled, "does not stay up (last exit code " + container.exitCode() + ")");
      default -> decision(wanted, Kind.REPLACE, List.of("its container is " + container.state()));
    };
  }

  /** What it replaced is kept, or is set aside: a run was killed before this one was well. */
  private boolean isUnsettled(Rendered wanted) {
    return observed.findings().unsettled().contains(wanted.name())
        || observed.setAside(wanted.name()).isPresent();
  }

  private static Optional<Decision> start(Rendered wanted, boolean enable, String reason) {
    return Optional.of(
        new Decision(new Service(wanted, Kind.START, false, enable), List.of(reason)));
  }

  private static Optional<Decision> decision(Rendered wanted, Kind kind, List<String> reasons) {
    return Optional.of(new Decision(new Service(wanted, kind, false, false), reasons));
  }
}
