package dev.berth.graph;

import dev.berth.graph.Graph.Node;
import dev.berth.model.Dependency.Condition;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How the parts of a graph's picture look, on a light page and on a dark one. */
final class GraphStyle {
  /** The heads of the arrows: a shape for each condition. */
  static final String MARKERS =
      """
      <defs>
      <marker id="started" viewBox="0 0 10 10" refX="4" refY="5" markerWidth="8" markerHeight="8" orient="auto"><path class="started" d="M0 0 10 5 0 10z"/></marker>
      <marker id="healthy" viewBox="0 0 10 10" refX="4" refY="5" markerWidth="9" markerHeight="9" orient="auto"><circle class="healthy" cx="5" cy="5" r="4.5"/></marker>
      <marker id="completed" viewBox="0 0 10 10" refX="4" refY="5" markerWidth="9" markerHeight="9" orient="auto"><path class="completed" d="M0 5 5 0 10 5 5 10z"/></marker>
      </defs>
      """;

  private static final String RULES =
      """
      .page{fill:#ffffff}
      text{%s;fill:#1d2733}
      .title{font-size:16px;font-weight:600}
      .config{font-size:12px;font-weight:600}
      .order,.what,.legend text{font-size:11px;fill:#475569}
      .name{%s;font-size:12px}
      .frame{fill:#f8fafc;stroke:#cbd5e1}
      .then{fill:#94a3b8}
      .body{stroke-width:1.5}
      .absent .body{stroke-dasharray:4 3}
      .edge path{fill:none;stroke-width:1.5}
      .weak path{stroke-dasharray:5 4}
      .edge.started path{stroke:#64748b;marker-end:url(#started)}
      .edge.healthy path{stroke:#047857;marker-end:url(#healthy)}
      .edge.completed path{stroke:#6d28d9;marker-end:url(#completed)}
      marker .started{fill:#64748b}
      marker .healthy{fill:#047857}
      marker .completed{fill:#6d28d9}
      """
          .formatted(Svg.FONT, Svg.FIXED);

  private static final String DARK =
      """
      .page{fill:#14181f}
      text{fill:#e6ebf2}
      .order,.what,.legend text{fill:#a9b4c2}
      .frame{fill:#1a202a;stroke:#3b4656}
      .then{fill:#64748b}
      .edge.started path{stroke:#94a3b8}
      .edge.healthy path{stroke:#34d399}
      .edge.completed path{stroke:#a78bfa}
      marker .started{fill:#94a3b8}
      marker .healthy{fill:#34d399}
      marker .completed{fill:#a78bfa}
      """;

  private GraphStyle() {}

  /** The rules for what is in the graph. */
  static String text(Graph graph) {
    // The legend shows kinds without a state.
    TreeMap<String, Colours> used = new TreeMap<>(Map.of(name(Optional.empty()), Colours.PLAIN));
    for (Node node : graph.nodes()) {
      used.put(name(node.state()), Colours.of(node.state()));
    }
    StringBuilder light = new StringBuilder(RULES);
    StringBuilder dark = new StringBuilder(DARK);
    used.forEach(
        (name, colours) -> {
          light.append(rule(name, colours.fill(), colours.line()));
          dark.append(rule(name, colours.darkFill(), colours.darkLine()));
        });
    return light + "@media (prefers-color-scheme:dark){\n" + dark + "}\n";
  }

  private static String rule(String name, String fill, String line) {
    return "." + name + " .body{fill:" + fill + ";stroke:" + line + "}\n";
  }

  static String name(Optional<NodeState> state) {
    return state.map(how -> how.name().toLowerCase(Locale.ROOT)).orElse("plain");
  }

  static String name(Condition condition) {
    return switch (condition) {
      case SERVICE_STARTED -> "started";
      case SERVICE_HEALTHY -> "healthy";
      case SERVICE_COMPLETED_SUCCESSFULLY -> "completed";
    };
  }
}
