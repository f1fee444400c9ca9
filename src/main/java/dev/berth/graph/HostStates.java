package dev.berth.graph;

import dev.berth.graph.Graph.Node;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedUnit;
import dev.berth.model.UnitName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** How the nodes of a graph are, by what was seen on a host. */
public final class HostStates implements Function<Node, Optional<NodeState>> {
  private final Map<String, OnHost> containers = new HashMap<>();
  private final Map<UnitName, ObservedUnit> units;
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
      Map<UnitName, ObservedUnit> units,
      Function<String, Set<Integer>> exitCodes) {
    containers.forEach(found -> this.containers.put(found.name(), found));
    this.units = Map.copyOf(units);
    this.exitCodes = exitCodes;
  }

  /** Commands have no state: nothing of them stays. */
  @Override
  public Optional<NodeState> apply(Node node) {
    return switch (node.kind()) {
      case EXEC -> Optional.empty();
      case HOST_UNIT ->
          Optional.of(
              UnitName.find(node.name())
                  .map(units::get)
                  .map(HostStates::unit)
                  .orElse(NodeState.ABSENT));
      case SERVICE, TASK, ELSEWHERE ->
          Optional.of(
              Optional.ofNullable(containers.get(node.name()))
                  .map(found -> state(found, exitCodes.apply(node.name())))
                  .orElse(NodeState.ABSENT));
    };
  }

  private static NodeState state(OnHost found, Set<Integer> accepted) {
    NodeState unit = found.unit().map(HostStates::unit).orElse(NodeState.RUNNING);
    if (unit != NodeState.RUNNING || found.container().isEmpty()) {
      // systemd notices the end of a container only after the engine.
      return unit == NodeState.RUNNING ? NodeState.ABSENT : unit;
    }
    ObservedContainer container = found.container().get();
    if (found.unit().isPresent()) {
      return running(container);
    }
    if (!found.isService()) {
      return !container.hasExited()
          ? running(container)
          : accepted.contains(container.exitCode()) ? NodeState.FINISHED : NodeState.FAILED;
    }
    // Of a service in the engine's own care the container stays when it stops.
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
}
