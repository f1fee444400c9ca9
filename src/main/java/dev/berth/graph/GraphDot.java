package dev.berth.graph;

import dev.berth.graph.Graph.Edge;
import dev.berth.graph.Graph.Group;
import dev.berth.graph.Graph.Node;
import java.util.List;
import java.util.stream.Collectors;

/** A graph in the language of Graphviz: a cluster for each group, the groups from left to right. */
public final class GraphDot {
  private GraphDot() {}

  /** The whole file, without a newline at its end. */
  public static String render(Graph graph) {
    StringBuilder text =
        new StringBuilder(
            """
            digraph berth {
              rankdir=LR
              ranksep=0.8
              node [fontname="sans-serif", fontsize=11, style="filled"]
              edge [fontname="sans-serif", fontsize=9, color="#475569"]
            """);
    List<Group> groups = graph.groups();
    for (int i = 0; i < groups.size(); i++) {
      text.append("  subgraph cluster_" + i + " {\n");
      text.append("    label=" + quoted(groups.get(i).label()) + "\n");
      text.append("    fontname=\"sans-serif\"\n    color=\"#94a3b8\"\n    style=\"rounded\"\n");
      graph.nodesOf(groups.get(i)).forEach(node -> text.append("    " + node(node) + "\n"));
      text.append("  }\n");
    }
    for (int i = 1; i < groups.size(); i++) {
      if (groups.get(i - 1).lane() == groups.get(i).lane()) {
        // A point that nobody sees between two groups: what is left of it comes first.
        String point = "order_" + i;
        text.append("  " + point + " [shape=point, style=invis]\n");
        text.append("  " + names(graph, groups.get(i - 1)) + " -> " + point + " [style=invis]\n");
        text.append("  " + point + " -> " + names(graph, groups.get(i)) + " [style=invis]\n");
      }
    }
    graph.edges().forEach(edge -> text.append("  " + edge(edge) + "\n"));
    return text.append('}').toString();
  }

  private static String node(Node node) {
    String shape =
        switch (node.kind()) {
          case SERVICE -> "box";
          case TASK -> "note";
          case EXEC -> "cds";
          case HOST_UNIT, ELSEWHERE -> "oval";
        };
    boolean isAbsent = node.state().filter(NodeState.ABSENT::equals).isPresent();
    return "%s [label=\"%s\\n%s\", shape=%s, fillcolor=\"%s\", color=\"%s\"%s]"
        .formatted(
            quoted(node.name()),
            escaped(node.name()),
            escaped(node.summary()),
            shape,
            node.state().map(NodeState::fill).orElse(Node.PLAIN_FILL),
            node.state().map(NodeState::line).orElse(Node.PLAIN_LINE),
            isAbsent ? ", style=\"filled,dashed\"" : "");
  }

  private static String names(Graph graph, Group group) {
    return graph.nodesOf(group).stream()
        .map(node -> quoted(node.name()))
        .collect(Collectors.joining(" ", "{", "}"));
  }

  private static String edge(Edge edge) {
    return "%s -> %s [style=%s%s]"
        .formatted(
            quoted(edge.first()),
            quoted(edge.then()),
            edge.required() ? "solid" : "dashed",
            edge.word().isEmpty() ? "" : ", label=" + quoted(edge.word()));
  }

  private static String quoted(String text) {
    return '"' + escaped(text) + '"';
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\R", " ");
  }
}
