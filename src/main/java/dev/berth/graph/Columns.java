package dev.berth.graph;

import dev.berth.graph.Graph.Edge;
import dev.berth.graph.Graph.Group;
import dev.berth.graph.Graph.Node;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The column of each node: right of all that it waits for, and of the group before its own. What
 * lies outside is in the first.
 */
final class Columns {
  private final Graph graph;
  private final Map<String, Node> nodes = new HashMap<>();
  private final Map<Group, Group> previous = new HashMap<>();
  private final Map<String, Integer> columns = new HashMap<>();
  private final Map<Group, Integer> ends = new HashMap<>();
  private final Set<Object> open = new HashSet<>();
  private final int first;

  Columns(Graph graph) {
    this.graph = graph;
    graph.nodes().forEach(node -> nodes.put(node.name(), node));
    List<Group> groups = graph.groups();
    for (int i = 1; i < groups.size(); i++) {
      if (groups.get(i - 1).lane() == groups.get(i).lane()) {
        previous.put(groups.get(i), groups.get(i - 1));
      }
    }
    this.first = groups.contains(Group.OUTSIDE) ? 1 : 0;
    groups.forEach(this::end);
  }

  /** The node's column, counted from 0. */
  int of(Node node) {
    Integer known = columns.get(node.name());
    if (known != null) {
      return known;
    }
    if (node.kind().isOutside()) {
      columns.put(node.name(), 0);
      return 0;
    }
    // Units on a host may wait for each other in a circle; a drawing must come to an end all the
    // same.
    if (!open.add(node.name())) {
      return first;
    }
    Group before = previous.get(node.group());
    int column = before == null ? first : end(before) + 1;
    for (Edge edge : graph.edgesTo(node)) {
      Node target = nodes.get(edge.first());
      if (target != null) {
        column = Math.max(column, of(target) + 1);
      }
    }
    open.remove(node.name());
    columns.put(node.name(), column);
    return column;
  }

  private int end(Group group) {
    Integer known = ends.get(group);
    if (known != null) {
      return known;
    }
    if (!open.add(group)) {
      return first;
    }
    int end = graph.nodesOf(group).stream().mapToInt(this::of).max().orElse(first);
    open.remove(group);
    ends.put(group, end);
    return end;
  }
}
