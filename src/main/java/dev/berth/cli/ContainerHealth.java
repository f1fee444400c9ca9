package dev.berth.cli;

import dev.berth.engine.Engine;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedHealth;
import dev.berth.model.ObservedUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The health of a container of ours.
 *
 * @param configId its configuration
 * @param name its name
 * @param state the state of its check, and of itself where there is nothing to be checked
 * @param observed what the engine tells of its check; empty where there is no container
 */
record ContainerHealth(
    String configId, String name, State state, Optional<ObservedHealth> observed) {

  /** How it is. */
  enum State {
    HEALTHY("healthy"),
    STARTING("starting"),
    UNHEALTHY("unhealthy"),
    /** A service with a check that does not run. */
    DOWN("down"),
    /** Nothing looks after it, or it has ended as tasks do. */
    UNCHECKED("no check");

    private final String word;

    State(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /** Reads how these containers are, with one process. */
  static List<ContainerHealth> read(Engine engine, List<ManagedContainer> containers) {
    // Asked by id: a name that is also the beginning of another's id would be ambiguous.
    Map<String, ObservedHealth> healths =
        engine.health(
            containers.stream()
                .flatMap(container -> running(container).stream())
                .map(ObservedContainer::id)
                .toList());
    List<ContainerHealth> found = new ArrayList<>();
    for (ManagedContainer container : containers) {
      Optional<ObservedHealth> health =
          running(container).flatMap(_ -> Optional.ofNullable(healths.get(container.name())));
      found.add(
          new ContainerHealth(
              container.configId(),
              container.name(),
              health.map(ContainerHealth::state).orElseGet(() -> atRest(container)),
              health));
    }
    return List.copyOf(found);
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
  private static State atRest(ManagedContainer container) {
    return container
        .unit()
        .flatMap(ObservedUnit::owner)
        .filter(owner -> owner.facts().isChecked())
        .map(_ -> State.DOWN)
        .orElse(State.UNCHECKED);
  }

  boolean isChecked() {
    return state != State.UNCHECKED;
  }

  /** Whether nothing stands against it; one that is starting is not known to be well. */
  boolean isWell() {
    return state == State.HEALTHY || state == State.UNCHECKED;
  }

  String lastOutput() {
    return observed.map(ObservedHealth::lastOutput).orElse("");
  }

  int failingStreak() {
    return observed.map(ObservedHealth::failingStreak).orElse(0);
  }

  Optional<ObservedHealth.Since> since() {
    return isChecked() ? observed.flatMap(ObservedHealth::since) : Optional.empty();
  }
}
