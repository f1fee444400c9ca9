package dev.berth.graph;

import dev.berth.model.Dependency.Condition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Containers in the order in which they start, and what they wait for.
 *
 * @param groups in their order; the one of what lies outside first
 * @param nodes in order, each in one of the groups
 * @param edges between nodes, each pair once
 */
public record Graph(List<Group> groups, List<Node> nodes, List<Edge> edges) {

  /** The kind of thing that a node stands for. */
  public enum Kind {
    /** A container in systemd's care. */
    SERVICE("service"),
    /** A container that runs to its end. */
    TASK("task"),
    /** A command in a container that runs. */
    EXEC("command"),
    /** A unit of the host. */
    HOST_UNIT("host unit"),
    /** A container of a configuration that is not drawn. */
    ELSEWHERE("elsewhere");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** As a person reads it. */
    public String word() {
      return word;
    }

    /** Whether it belongs to no configuration that is drawn. */
    public boolean isOutside() {
      return this == HOST_UNIT || this == ELSEWHERE;
    }
  }

  /**
   * A group of nodes that start side by side.
   *
   * @param configId the configuration; empty for what lies outside
   * @param title which part of it
   * @param lane groups of one lane come one after the other, in the order of the graph's list;
   *     those of two lanes do not wait for each other
   */
  public record Group(String configId, String title, int lane) {
    /** The group of nodes that lie outside of the configurations. */
    public static final Group OUTSIDE = new Group("", "outside", -1);

    /** Its configuration and which part of it. */
    public String label() {
      return configId.isEmpty() ? title : configId + ", " + title;
    }
  }

  /**
   * A container, a command or a unit.
   *
   * @param state how it is; empty where nobody looked, and for what has no state
   */
  public record Node(String name, Kind kind, Group group, Optional<NodeState> state) {
    /** The colours of what nobody looked at. */
    static final String PLAIN_FILL = "#f1f5f9";

    static final String PLAIN_LINE = "#475569";

    Node with(Optional<NodeState> other) {
      return new Node(name, kind, group, other);
    }

    /** The kind of the node and its state. */
    String summary() {
      return kind.word() + state.map(how -> ", " + how.word()).orElse("");
    }
  }

  /**
   * An edge: one node waits for another.
   *
   * @param first what has to be there first
   * @param then what waits
   * @param condition what the first must have reached
   * @param required whether the second does not start without it
   */
  public record Edge(String first, String then, Condition condition, boolean required) {
    /** The condition in a word; empty where it is just the start. */
    String word() {
      return switch (condition) {
        case SERVICE_STARTED -> "";
        case SERVICE_HEALTHY -> "healthy";
        case SERVICE_COMPLETED_SUCCESSFULLY -> "completed";
      };
    }

    /** The text of the edge, about the node that waits. */
    String sentence() {
      return (required ? "needs " : "after ") + first + (word().isEmpty() ? "" : ", " + word());
    }

    private Edge and(Edge other) {
      return new Edge(
          first,
          then,
          condition.compareTo(other.condition) > 0 ? condition : other.condition,
          required || other.required);
    }
  }

  /** Keeps its own copies. */
  public Graph {
    groups = List.copyOf(groups);
    nodes = List.copyOf(nodes);
    edges = List.copyOf(edges);
  }

  /**
   * A graph of these nodes and edges.
   *
   * @param groups those of the nodes, in their order
   * @param edges may hold a pair twice, and name what is no node: a unit of the host, or a
   *     container elsewhere
   * @param units which names are those of units
   */
  static Graph of(Collection<Group> groups, List<Node> nodes, List<Edge> edges, Set<String> units) {
    Map<List<String>, Edge> merged = new LinkedHashMap<>();
    edges.stream()
        .filter(edge -> !edge.first().equals(edge.then()))
        .forEach(edge -> merged.merge(List.of(edge.first(), edge.then()), edge, Edge::and));
    TreeSet<String> outside = new TreeSet<>();
    merged.values().forEach(edge -> outside.add(edge.first()));
    nodes.forEach(node -> outside.remove(node.name()));
    List<Node> allNodes = new ArrayList<>();
    for (String name : outside) {
      Kind kind = units.contains(name) ? Kind.HOST_UNIT : Kind.ELSEWHERE;
      allNodes.add(new Node(name, kind, Group.OUTSIDE, Optional.empty()));
    }
    List<Group> allGroups = new ArrayList<>();
    if (!outside.isEmpty()) {
      allGroups.add(Group.OUTSIDE);
    }
    allNodes.addAll(nodes);
    allGroups.addAll(groups);
    return new Graph(allGroups, allNodes, List.copyOf(merged.values()));
  }

  /** The same with what somebody saw of its nodes. */
  public Graph withStates(Function<Node, Optional<NodeState>> states) {
    return new Graph(
        groups, nodes.stream().map(node -> node.with(states.apply(node))).toList(), edges);
  }

  /** The part of it that belongs to these configurations, and what that waits for. */
  public Graph only(Collection<String> configIds) {
    Set<String> units = Set.copyOf(hostUnits());
    List<Node> kept =
        nodes.stream().filter(node -> configIds.contains(node.group().configId())).toList();
    Set<String> names = kept.stream().map(Node::name).collect(Collectors.toSet());
    return of(
        groups.stream().filter(group -> configIds.contains(group.configId())).toList(),
        kept,
        edges.stream().filter(edge -> names.contains(edge.then())).toList(),
        units);
  }

  /** The configurations, in order. */
  public List<String> configIds() {
    return groups.stream().map(Group::configId).filter(id -> !id.isEmpty()).distinct().toList();
  }

  /** The names of the units of the host. */
  public List<String> hostUnits() {
    return nodes.stream().filter(node -> node.kind() == Kind.HOST_UNIT).map(Node::name).toList();
  }

  List<Node> nodesOf(Group group) {
    return nodes.stream().filter(node -> node.group().equals(group)).toList();
  }

  List<Edge> edgesTo(Node node) {
    return edges.stream().filter(edge -> edge.then().equals(node.name())).toList();
  }
}
