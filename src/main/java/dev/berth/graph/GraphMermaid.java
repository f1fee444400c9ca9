package dev.berth.graph;

import dev.berth.graph.Graph.Edge;
import dev.berth.graph.Graph.Group;
import dev.berth.graph.Graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A graph in the language of Mermaid, which pages on GitHub and GitLab draw. */
public final class GraphMermaid {
  private final Graph graph;
  private final Map<String, String> ids = new HashMap<>();
  private final StringBuilder text = new StringBuilder();

  private GraphMermaid(Graph graph) {
    this.graph = graph;
    for (Node node : graph.nodes()) {
      // Names are no identifiers there: "end" and what begins with "o" or "x" mean something else.
      ids.put(node.name(), "n" + ids.size());
    }
  }

  /** The whole diagram, without a newline at its end. */
  public static String render(Graph graph) {
    return new GraphMermaid(graph).render();
  }

  private String render() {
    text.append("flowchart LR\n");
    List<Group> groups = graph.groups();
    for (int i = 0; i < groups.size(); i++) {
      text.append("  subgraph g" + i + "[\"" + escaped(groups.get(i).label()) + "\"]\n");
      for (Node node : graph.nodesOf(groups.get(i))) {
        text.append("    " + id(node.name()) + box(node) + "\n");
      }
      text.append("  end\n");
    }
    for (int i = 1; i < groups.size(); i++) {
      if (groups.get(i - 1).lane() == groups.get(i).lane()) {
        text.append("  g" + (i - 1) + " ~~~ g" + i + "\n");
      }
    }
    graph.edges().forEach(this::edge);
    classes();
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

  private void edge(Edge edge) {
    text.append("  " + id(edge.first()) + (edge.required() ? " -->" : " -.->"));
    text.append(edge.word().isEmpty() ? "" : "|" + edge.word() + "|");
    text.append(" " + id(edge.then()) + "\n");
  }

  private void classes() {
    Map<NodeState, List<String>> byState = new HashMap<>();
    for (Node node : graph.nodes()) {
      node.state()
          .ifPresent(
              state -> byState.computeIfAbsent(state, _ -> new ArrayList<>()).add(id(node.name())));
    }
    for (NodeState state : new TreeSet<>(byState.keySet())) {
      Colours colours = Colours.of(state);
      String name = state.name().toLowerCase(java.util.Locale.ROOT);
      text.append("  classDef " + name + " fill:" + colours.fill());
      text.append(",stroke:" + colours.line() + ",color:#1d2733\n");
      text.append("  class ");
      text.append(byState.getOrDefault(state, List.of()).stream().collect(Collectors.joining(",")));
      text.append(" " + name + "\n");
    }
  }

  private String id(String name) {
    return ids.getOrDefault(name, "");
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
