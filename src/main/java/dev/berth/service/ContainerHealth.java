package dev.berth.service;

import dev.berth.engine.ContainerRuntime;
import dev.berth.model.ContainerName;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedHealth;
import dev.berth.model.ObservedRun;
import dev.berth.model.ObservedUnit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The health of a container of ours.
 *
 * @param configId its configuration
 * @param name its name
 * @param state the state of its check, and of itself where there is nothing to be checked
 * @param observed what the engine tells of its check; empty where there is no container
 * @param restarts how often it was restarted, as far as its unit was asked or the engine did it
 * @param lastEnd how its last run went wrong, in words; empty where it did not or is well by now
 * @param unchecked why nobody checks it any more, so that the state is an old one; empty where
 *     somebody does
 */
public record ContainerHealth(
    String configId,
    ContainerName name,
    State state,
    Optional<ObservedHealth> observed,
    int restarts,
    Optional<String> lastEnd,
    Optional<String> unchecked) {

  /** How it is. */
  public enum State {
    HEALTHY("healthy"),
    STARTING("starting"),
    UNHEALTHY("unhealthy"),
    /** A service with a check that does not run. */
    DOWN("down"),
    /** Its unit runs it on the engine that was not asked. */
    ELSEWHERE("on the other engine"),
    /** Nothing looks after it, or it has ended as tasks do. */
    UNCHECKED("no check");

    private final String word;

    State(String word) {
      this.word = word;
    }

    /** As a person reads it. */
    public String word() {
      return word;
    }
  }

  /**
   * Reads how these containers are.
   *
   * @param reading asked once, as {@link ContainerRuntime#runs}
   */
  public static List<ContainerHealth> read(
      Function<Collection<ContainerName>, Map<ContainerName, ObservedRun>> reading,
      List<ManagedContainer> containers) {
    // Asked by id: a name that is also the beginning of another's id would be ambiguous.
    Map<ContainerName, ObservedRun> runs =
        reading.apply(
            containers.stream()
                .flatMap(container -> running(container).or(() -> fallen(container)).stream())
                .map(ObservedContainer::byId)
                .toList());
    List<ContainerHealth> found = new ArrayList<>();
    for (ManagedContainer container : containers) {
      // Another of its name may be meant where it has no container here.
      Optional<ObservedRun> run =
          container.container().flatMap(_ -> Optional.ofNullable(runs.get(container.name())));
      Optional<ObservedHealth> told = run.map(ObservedRun::health);
      Optional<ObservedHealth> health = running(container).flatMap(_ -> told);
      State state = health.map(ContainerHealth::state).orElseGet(() -> withoutRun(container, told));
      found.add(
          new ContainerHealth(
              container.configId(),
              container.name(),
              state,
              health,
              container.unit().isPresent()
                  ? container.restarts()
                  : run.map(ObservedRun::restarts).orElseGet(container::restarts),
              container.unit().isPresent()
                  ? container.lastEnd()
                  : run.flatMap(ObservedRun::lastEnd)
                      .map(end -> "ended " + end)
                      .or(container::lastEnd),
              container.unchecked().filter(_ -> health.isPresent())));
    }
    return List.copyOf(found);
  }

  private static State withoutRun(ManagedContainer container, Optional<ObservedHealth> told) {
    if (!hadCheck(container, told)) {
      return State.UNCHECKED;
    }
    return container.isHere() ? State.DOWN : State.ELSEWHERE;
  }

  /** A service that the engine itself should keep running, and that does not run. */
  private static Optional<ObservedContainer> fallen(ManagedContainer container) {
    return container.unit().isPresent()
        ? Optional.empty()
        : container
            .container()
            .filter(there -> !there.isRunning() && !there.restart().equals("no"));
  }

  private static Optional<ObservedContainer> running(ManagedContainer container) {
    return container.container().filter(ObservedContainer::isRunning);
  }

  private static State state(ObservedHealth health) {
    return switch (health.status()) {
      case HEALTHY -> State.HEALTHY;
      case STARTING -> State.STARTING;
      case UNHEALTHY -> State.UNHEALTHY;
      case NONE -> State.UNCHECKED;
    };
  }

  /** The container of a service goes with its process; that it has a check is left in its unit. */
  private static boolean hadCheck(ManagedContainer container, Optional<ObservedHealth> told) {
    return container
            .unit()
            .flatMap(ObservedUnit::owner)
            .filter(owner -> owner.facts().isChecked())
            .isPresent()
        || (fallen(container).isPresent()
            && told.filter(health -> health.status() != ObservedHealth.Status.NONE).isPresent());
  }

  /** Whether something checks it, or should. */
  public boolean isChecked() {
    return state != State.UNCHECKED;
  }

  /**
   * Whether nothing stands against it; one that is starting, or that nobody checks any more, is not
   * known to be well.
   */
  public boolean isWell() {
    return (state == State.HEALTHY && unchecked.isEmpty()) || state == State.UNCHECKED;
  }

  /** The state in words, which tell of an old one that it is. */
  public String word() {
    return state.word() + (unchecked.isPresent() ? ManagedContainer.STALE : "");
  }

  /** When the last check ended; empty before the first. */
  public Optional<Instant> lastChecked() {
    return observed
        .map(ObservedHealth::checks)
        .filter(checks -> !checks.isEmpty())
        .map(checks -> checks.getLast().end());
  }

  String lastOutput() {
    return observed.map(ObservedHealth::lastOutput).orElse("");
  }

  /** What tells best why it is as it is: its check's last words, or how it ended. */
  public String said() {
    return lastOutput().isEmpty() ? lastEnd.orElse("") : lastOutput();
  }

  /** How many checks in a row have failed; 0 without one. */
  public int failingStreak() {
    return observed.map(ObservedHealth::failingStreak).orElse(0);
  }

  /** Since when it is so; empty where nothing tells. */
  public Optional<ObservedHealth.Since> since() {
    return isChecked() ? observed.flatMap(ObservedHealth::since) : Optional.empty();
  }
}
