package dev.berth.graph;

import dev.berth.graph.Graph.Edge;
import dev.berth.graph.Graph.Group;
import dev.berth.graph.Graph.Kind;
import dev.berth.graph.Graph.Node;
import dev.berth.model.Dependency.Condition;
import java.util.List;

/** A graph in the language of Graphviz: a cluster for each group, the groups from left to right. */
public final class GraphDot {
  private final Graph graph;
  private final StringBuilder text = new StringBuilder();

  private GraphDot(Graph graph) {
    this.graph = graph;
  }

  /** The whole file, without a newline at its end. */
  public static String render(Graph graph) {
    return new GraphDot(graph).render();
  }

  private String render() {
    text.append("digraph berth {\n");
    text.append("  rankdir=LR\n  ranksep=0.8\n");
    text.append("  node [fontname=\"sans-serif\", fontsize=11, style=\"filled\"]\n");
    text.append("  edge [fontname=\"sans-serif\", fontsize=9, color=\"#475569\"]\n");
    List<Group> groups = graph.groups();
    for (int i = 0; i < groups.size(); i++) {
      cluster(groups.get(i), i);
    }
    order(groups);
    graph.edges().forEach(this::edge);
    return text.append('}').toString();
  }

  private void cluster(Group group, int number) {
    text.append("  subgraph cluster_" + number + " {\n");
    text.append("    label=" + quoted(group.label()) + "\n");
    text.append("    fontname=\"sans-serif\"\n    color=\"#94a3b8\"\n    style=\"rounded\"\n");
    for (Node node : graph.nodesOf(group)) {
      Colours colours = Colours.of(node.state());
      text.append("    " + quoted(node.name()));
      text.append(" [label=\"" + escaped(node.name()) + "\\n" + escaped(node.summary()) + "\"");
      text.append(", shape=" + shape(node.kind()));
      text.append(", fillcolor=\"" + colours.fill() + "\", color=\"" + colours.line() + "\"");
      if (node.state().filter(NodeState.ABSENT::equals).isPresent()) {
        text.append(", style=\"filled,dashed\"");
      }
      text.append("]\n");
    }
    text.append("  }\n");
  }

  private static String shape(Kind kind) {
    return switch (kind) {
      case SERVICE -> "box";
      case TASK -> "note";
      case EXEC -> "cds";
      case HOST_UNIT, ELSEWHERE -> "oval";
    };
  }

  /** A point that nobody sees between two groups: what is left of it comes first. */
  private void order(List<Group> groups) {
    for (int i = 1; i < groups.size(); i++) {
      Group before = groups.get(i - 1);
      Group group = groups.get(i);
      if (before.lane() == group.lane()) {
        String point = "order_" + i;
        text.append("  " + point + " [shape=point, style=invis]\n");
        text.append("  {" + names(before) + "} -> " + point + " [style=invis]\n");
        text.append("  " + point + " -> {" + names(group) + "} [style=invis]\n");
      }
    }
  }

  private String names(Group group) {
    return String.join(
        " ", graph.nodesOf(group).stream().map(node -> quoted(node.name())).toList());
  }

  private void edge(Edge edge) {
    text.append("  " + quoted(edge.first()) + " -> " + quoted(edge.then()));
    text.append(" [style=" + (edge.required() ? "solid" : "dashed"));
    if (edge.condition() != Condition.SERVICE_STARTED) {
      text.append(", label=" + quoted(edge.word()));
    }
    text.append("]\n");
  }

  private static String quoted(String text) {
    return '"' + escaped(text) + '"';
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\R", " ");
  }
}
