package dev.berth.graph;

import dev.berth.graph.Graph.Edge;
import dev.berth.graph.Graph.Group;
import dev.berth.graph.Graph.Kind;
import dev.berth.graph.Graph.Node;
import dev.berth.model.Dependency;
import dev.berth.model.ObservedUnit;
import dev.berth.model.StepId;
import dev.berth.model.UnitFacts;
import dev.berth.model.UnitFacts.UnitDependency;
import dev.berth.model.UnitOwner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The graph of what a host has, read from labels and units. Of a task nothing is known but that it
 * has run; of a service that the engine itself looks after, neither its group nor what it waits
 * for.
 */
public final class HostGraph {
  private static final Comparator<Placed> ORDER =
      Comparator.comparing((Placed placed) -> placed.lane().series())
          .thenComparingInt(placed -> placed.lane().number())
          .thenComparingLong(Placed::place)
          .thenComparing(placed -> placed.found().name());

  /**
   * A container with its place in the order.
   *
   * @param place its group's, among those of its configuration
   * @param title its group's
   */
  private record Placed(OnHost found, StepId lane, long place, String title) {}

  private HostGraph() {}

  /** The steps of a host one after the other, other configurations beside them. */
  public static Graph of(List<OnHost> containers) {
    Map<String, String> byUnit = new HashMap<>();
    for (OnHost found : containers) {
      found.unit().ifPresent(unit -> byUnit.put(unit.name().text(), found.name()));
    }
    List<Placed> inOrder = containers.stream().map(HostGraph::placed).sorted(ORDER).toList();
    List<String> lanes = inOrder.stream().map(it -> it.lane().series()).distinct().toList();
    Set<Group> groups = new LinkedHashSet<>();
    List<Node> nodes = new ArrayList<>();
    List<Edge> edges = new ArrayList<>();
    Set<String> units = new HashSet<>();
    for (Placed placed : inOrder) {
      OnHost found = placed.found();
      Group group =
          new Group(found.configId(), placed.title(), lanes.indexOf(placed.lane().series()));
      groups.add(group);
      Kind kind = found.isService() ? Kind.SERVICE : Kind.TASK;
      nodes.add(new Node(found.name(), kind, group, Optional.empty()));
      facts(found.unit()).waits().forEach(waits -> edges.add(edge(waits, found, byUnit, units)));
    }
    return Graph.of(groups, nodes, edges, units);
  }

  /** The group that a unit says it is in. */
  public static String groupTitle(ObservedUnit unit) {
    return title(facts(Optional.of(unit)).startOrder());
  }

  private static String title(OptionalInt group) {
    return group.isPresent() ? "start_order " + group.getAsInt() : "services";
  }

  /** Tasks are over when the services start; the group of one that has no unit is not known. */
  private static Placed placed(OnHost found) {
    StepId lane = StepId.of(found.configId()).orElseGet(() -> new StepId(found.configId(), 0));
    if (!found.isService()) {
      return new Placed(found, lane, Long.MIN_VALUE, "tasks");
    }
    OptionalInt group = facts(found.unit()).startOrder();
    return new Placed(
        found, lane, group.isPresent() ? group.getAsInt() : Long.MAX_VALUE, title(group));
  }

  private static UnitFacts facts(Optional<ObservedUnit> unit) {
    return unit.flatMap(ObservedUnit::owner).map(UnitOwner::facts).orElse(UnitFacts.NONE);
  }

  private static Edge edge(
      UnitDependency waits, OnHost then, Map<String, String> byUnit, Set<String> units) {
    String container = byUnit.get(waits.target());
    if (container == null && Dependency.kindOf(waits.target()) == Dependency.Kind.HOST_UNIT) {
      units.add(waits.target());
    }
    return new Edge(
        container == null ? waits.target() : container,
        then.name(),
        waits.condition(),
        waits.required());
  }
}
