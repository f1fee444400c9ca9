package dev.berth.graph;

import dev.berth.graph.Graph.Kind;
import dev.berth.graph.Graph.Node;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** How the nodes of a graph are, by what was seen on a host. */
public final class HostStates implements Function<Node, Optional<NodeState>> {
  private final Map<String, OnHost> containers = new HashMap<>();
  private final Map<String, ObservedUnit> units;
  private final Function<String, Set<Integer>> exitCodes;

  /**
   * The states of a host.
   *
   * @param containers those that are ours
   * @param units the units of the host, by name
   * @param exitCodes the exit codes of a task that count as success, by its name
   */
  public HostStates(
      List<OnHost> containers,
      Map<String, ObservedUnit> units,
      Function<String, Set<Integer>> exitCodes) {
    containers.forEach(found -> this.containers.put(found.name(), found));
    this.units = Map.copyOf(units);
    this.exitCodes = exitCodes;
  }

  /** Commands have no state: nothing of them stays. */
  @Override
  public Optional<NodeState> apply(Node node) {
    if (node.kind() == Kind.EXEC) {
      return Optional.empty();
    }
    if (node.kind() == Kind.HOST_UNIT) {
      return Optional.of(
          Optional.ofNullable(units.get(node.name()))
              .map(HostStates::unit)
              .orElse(NodeState.ABSENT));
    }
    OnHost found = containers.get(node.name());
    if (found == null) {
      return Optional.of(NodeState.ABSENT);
    }
    return Optional.of(
        found
            .unit()
            .map(unit -> service(unit, found.container()))
            .orElseGet(
                () ->
                    found.isService()
                        ? engineService(found.container())
                        : task(found.container(), exitCodes.apply(node.name()))));
  }

  /** Of a service in the engine's own care the container stays when it stops. */
  private static NodeState engineService(Optional<ObservedContainer> found) {
    if (found.isEmpty()) {
      return NodeState.ABSENT;
    }
    ObservedContainer container = found.get();
    return switch (container.state()) {
      case "restarting" -> NodeState.STARTING;
      case "dead" -> NodeState.FAILED;
      case "exited" -> container.exitCode() == 0 ? NodeState.STOPPED : NodeState.FAILED;
      default -> running(container);
    };
  }

  private static NodeState unit(ObservedUnit unit) {
    if (unit.isActive()) {
      return NodeState.RUNNING;
    }
    return switch (unit.activeState()) {
      case "activating" -> NodeState.STARTING;
      case "failed" -> NodeState.FAILED;
      default -> unit.loadState().equals("not-found") ? NodeState.ABSENT : NodeState.STOPPED;
    };
  }

  private static NodeState service(ObservedUnit unit, Optional<ObservedContainer> container) {
    NodeState state = unit(unit);
    if (state != NodeState.RUNNING) {
      return state;
    }
    // systemd notices the end of a container only after the engine.
    return container.map(HostStates::running).orElse(NodeState.ABSENT);
  }

  private static NodeState running(ObservedContainer container) {
    if (!container.isRunning()) {
      return NodeState.STOPPED;
    }
    return switch (container.health()) {
      case HEALTHY -> NodeState.HEALTHY;
      case UNHEALTHY -> NodeState.UNHEALTHY;
      case STARTING -> NodeState.STARTING;
      case NONE -> NodeState.RUNNING;
    };
  }

  private static NodeState task(Optional<ObservedContainer> found, Set<Integer> accepted) {
    if (found.isEmpty()) {
      return NodeState.ABSENT;
    }
    ObservedContainer container = found.get();
    if (container.hasExited()) {
      return accepted.contains(container.exitCode()) ? NodeState.FINISHED : NodeState.FAILED;
    }
    return running(container);
  }
}
