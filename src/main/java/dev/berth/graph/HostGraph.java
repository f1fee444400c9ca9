package dev.berth.graph;

import dev.berth.graph.Graph.Edge;
import dev.berth.graph.Graph.Group;
import dev.berth.graph.Graph.Kind;
import dev.berth.graph.Graph.Node;
import dev.berth.model.Dependency.Condition;
import dev.berth.model.ObservedUnit;
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
 * The graph of what a host has, read from labels and units. Units say what waits for what and which
 * group comes before which; they do not say the number of the last group, nor the conditions, and
 * of a task nothing is known but that it has run.
 */
public final class HostGraph {
  private static final Comparator<Placed> ORDER =
      Comparator.comparing((Placed placed) -> placed.lane().key())
          .thenComparingInt(placed -> placed.lane().step())
          .thenComparingLong(Placed::place)
          .thenComparing(placed -> placed.found().name());

  /**
   * A container with its place in the order.
   *
   * @param place its group's, among those of its configuration
   * @param title its group's
   */
  private record Placed(OnHost found, Lane lane, long place, String title) {}

  private HostGraph() {}

  /** The steps of a host one after the other, other configurations beside them. */
  public static Graph of(List<OnHost> containers) {
    Map<String, String> byUnit = new HashMap<>();
    for (OnHost found : containers) {
      found.unit().ifPresent(unit -> byUnit.put(unit.name(), found.name()));
    }
    List<String> lanes = new ArrayList<>(new LinkedHashSet<>(sortedLanes(containers)));
    Set<Group> groups = new LinkedHashSet<>();
    List<Node> nodes = new ArrayList<>();
    List<Edge> edges = new ArrayList<>();
    Set<String> units = new HashSet<>();
    for (Placed placed : containers.stream().map(HostGraph::placed).sorted(ORDER).toList()) {
      OnHost found = placed.found();
      Group group = new Group(found.configId(), placed.title(), lanes.indexOf(placed.lane().key()));
      groups.add(group);
      Kind kind = found.unit().isPresent() ? Kind.SERVICE : Kind.TASK;
      nodes.add(new Node(found.name(), kind, group, Optional.empty()));
      UnitLinks links = links(found);
      links.wants().forEach(unit -> edges.add(edge(unit, found, byUnit, units, false)));
      links.requires().forEach(unit -> edges.add(edge(unit, found, byUnit, units, true)));
    }
    return Graph.of(groups, nodes, edges, units);
  }

  private static List<String> sortedLanes(List<OnHost> containers) {
    return containers.stream().map(found -> Lane.of(found.configId()).key()).sorted().toList();
  }

  /** The group that a unit says it is in; what has no unit is over when the services start. */
  public static String groupTitle(ObservedUnit unit) {
    UnitLinks links = UnitLinks.parse(unit.text().orElse(""));
    return title(links.group(), links.groupBefore());
  }

  private static String title(OptionalInt group, OptionalInt before) {
    if (group.isPresent()) {
      return "start_order " + group.getAsInt();
    }
    return before.isPresent() ? "start_order > " + before.getAsInt() : "services";
  }

  private static Placed placed(OnHost found) {
    Lane lane = Lane.of(found.configId());
    if (found.unit().isEmpty()) {
      return new Placed(found, lane, Long.MIN_VALUE, "tasks");
    }
    UnitLinks links = links(found);
    OptionalInt group = links.group();
    return new Placed(
        found,
        lane,
        group.isPresent() ? group.getAsInt() : Long.MAX_VALUE,
        title(group, links.groupBefore()));
  }

  private static UnitLinks links(OnHost found) {
    return UnitLinks.parse(found.unit().flatMap(ObservedUnit::text).orElse(""));
  }

  private static Edge edge(
      String unit, OnHost then, Map<String, String> byUnit, Set<String> units, boolean required) {
    String container = byUnit.get(unit);
    if (container == null) {
      units.add(unit);
    }
    return new Edge(
        container == null ? unit : container, then.name(), Condition.SERVICE_STARTED, required);
  }
}
