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
                .flatMap(container -> running(container).or(() -> fallen(container)).stream())
                .map(ObservedContainer::id)
                .toList());
    List<ContainerHealth> found = new ArrayList<>();
    for (ManagedContainer container : containers) {
      Optional<ObservedHealth> told = Optional.ofNullable(healths.get(container.name()));
      Optional<ObservedHealth> health = running(container).flatMap(_ -> told);
      State state =
          health
              .map(ContainerHealth::state)
              .orElseGet(() -> hadCheck(container, told) ? State.DOWN : State.UNCHECKED);
      found.add(new ContainerHealth(container.configId(), container.name(), state, health));
    }
    return List.copyOf(found);
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
