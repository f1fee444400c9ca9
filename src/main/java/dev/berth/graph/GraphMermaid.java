package dev.berth.graph;

import dev.berth.graph.Graph.Group;
import dev.berth.graph.Graph.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A graph in the language of Mermaid, which pages on GitHub and GitLab draw. */
public final class GraphMermaid {
  private GraphMermaid() {}

  /** The whole diagram, without a newline at its end. */
  public static String render(Graph graph) {
    Map<String, String> ids = new HashMap<>();
    // Names are no identifiers there: "end" and what begins with "o" or "x" mean something else.
    graph.nodes().forEach(node -> ids.put(node.name(), "n" + ids.size()));
    StringBuilder text = new StringBuilder("flowchart LR\n");
    List<Group> groups = graph.groups();
    for (int i = 0; i < groups.size(); i++) {
      text.append("  subgraph g" + i + "[\"" + escaped(groups.get(i).label()) + "\"]\n");
      for (Node node : graph.nodesOf(groups.get(i))) {
        text.append("    " + ids.get(node.name()) + box(node) + "\n");
      }
      text.append("  end\n");
    }
    for (int i = 1; i < groups.size(); i++) {
      if (groups.get(i - 1).lane() == groups.get(i).lane()) {
        text.append("  g" + (i - 1) + " ~~~ g" + i + "\n");
      }
    }
    graph
        .edges()
        .forEach(
            edge -> {
              text.append("  " + ids.get(edge.first()) + (edge.required() ? " -->" : " -.->"));
              text.append(edge.word().isEmpty() ? "" : "|" + edge.word() + "|");
              text.append(" " + ids.get(edge.then()) + "\n");
            });
    for (NodeState state : NodeState.values()) {
      String members =
          graph.nodes().stream()
              .filter(node -> node.state().filter(state::equals).isPresent())
              .map(node -> ids.get(node.name()))
              .collect(Collectors.joining(","));
      if (!members.isEmpty()) {
        String name = state.name().toLowerCase(Locale.ROOT);
        text.append("  classDef " + name + " fill:" + state.fill());
        text.append(",stroke:" + state.line() + ",color:#1d2733\n");
        text.append("  class " + members + " " + name + "\n");
      }
    }
    return text.toString().stripTrailing();
  }

  private static String box(Node node) {
    String label = "\"" + escaped(node.name()) + "<br><small>" + node.summary() + "</small>\"";
    return switch (node.kind()) {
      case SERVICE -> "[" + label + "]";
      case TASK -> "[/" + label + "/]";
      case EXEC -> ">" + label + "]";
      case HOST_UNIT, ELSEWHERE -> "([" + label + "])";
    };
  }

  private static String escaped(String text) {
    return text.codePoints()
        .mapToObj(
            c ->
                switch (c) {
                  case '"', '#', '&', '<', '>', ';', '`' -> "#" + c + ";";
                  default -> c < ' ' ? " " : Character.toString(c);
                })
        .collect(Collectors.joining());
  }
}
