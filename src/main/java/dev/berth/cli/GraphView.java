package dev.berth.cli;

import dev.berth.graph.Graph;
import dev.berth.graph.Graph.Edge;
import dev.berth.graph.Graph.Node;
import dev.berth.graph.NodeState;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;

/** Shows a graph: its colours for people, its document for programs. */
final class GraphView {
  private GraphView() {}

  static BiFunction<NodeState, String, String> paint(Style style) {
    return (state, text) ->
        switch (state) {
          case RUNNING, HEALTHY, FINISHED -> style.green(text);
          case STARTING -> style.yellow(text);
          case UNHEALTHY, FAILED, ABSENT -> style.red(text);
          case STOPPED -> style.faint(text);
        };
  }

  static Map<String, Object> document(Graph graph) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("nodes", graph.nodes().stream().map(GraphView::node).toList());
    document.put("edges", graph.edges().stream().map(GraphView::edge).toList());
    return document;
  }

  private static Map<String, Object> node(Node node) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("name", node.name());
    document.put("kind", word(node.kind()));
    document.put("config_id", node.group().configId());
    document.put("group", node.group().title());
    node.state().ifPresent(state -> document.put("state", word(state)));
    return document;
  }

  private static Map<String, Object> edge(Edge edge) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("first", edge.first());
    document.put("then", edge.then());
    document.put("condition", word(edge.condition()));
    document.put("required", edge.required());
    return document;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
