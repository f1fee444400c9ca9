package dev.berth.graph;

import dev.berth.graph.Graph.Edge;
import dev.berth.graph.Graph.Kind;
import dev.berth.graph.Graph.Node;
import dev.berth.graph.Layout.Box;
import dev.berth.model.Dependency.Condition;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** Says what the shapes, colours and arrows of a picture mean: those that are in it. */
final class GraphLegend {
  static final double LEAST_WIDTH = 360;
  private static final double ROW = 24;
  private static final double SIGN = 30;
  private static final double LETTER = 6.4;

  private final List<Entry> entries = new ArrayList<>();

  /** A sign and what it means. */
  private record Entry(String meaning, Sign sign) {
    double width() {
      return SIGN + 8 + meaning.length() * LETTER + 20;
    }
  }

  /** Draws a sign into a box. */
  private interface Sign {
    void draw(Svg svg, Box box);
  }

  GraphLegend(Graph graph) {
    EnumSet<Kind> kinds = EnumSet.noneOf(Kind.class);
    EnumSet<NodeState> states = EnumSet.noneOf(NodeState.class);
    for (Node node : graph.nodes()) {
      kinds.add(node.kind());
      node.state().ifPresent(states::add);
    }
    for (Kind kind : kinds) {
      entries.add(new Entry(kind.word(), (svg, box) -> shape(svg, kind, Optional.empty(), box)));
    }
    for (NodeState state : states) {
      entries.add(
          new Entry(state.word(), (svg, box) -> shape(svg, Kind.SERVICE, Optional.of(state), box)));
    }
    arrows(graph.edges());
  }

  private void arrows(List<Edge> edges) {
    for (Condition condition : Condition.values()) {
      for (boolean required : List.of(true, false)) {
        if (edges.stream()
            .anyMatch(edge -> edge.condition() == condition && edge.required() == required)) {
          entries.add(
              new Entry(
                  meaning(condition) + (required ? ", required" : ""),
                  (svg, box) -> arrow(svg, condition, required, box)));
        }
      }
    }
  }

  private static String meaning(Condition condition) {
    return switch (condition) {
      case SERVICE_STARTED -> "waits for its start";
      case SERVICE_HEALTHY -> "waits for its health";
      case SERVICE_COMPLETED_SUCCESSFULLY -> "waits for its end";
    };
  }

  private static void shape(Svg svg, Kind kind, Optional<NodeState> state, Box box) {
    svg.begin(GraphStyle.name(state), "");
    svg.path("body", GraphSvg.outline(kind, box));
    svg.end();
  }

  private static void arrow(Svg svg, Condition condition, boolean required, Box box) {
    svg.begin("edge " + GraphStyle.name(condition) + (required ? "" : " weak"), "");
    svg.path("", "M" + GraphSvg.at(box.x(), box.middle()) + "H" + Svg.number(box.right() - 6));
    svg.end();
  }

  /** How high it is when it may be so wide. */
  double height(double width) {
    return entries.isEmpty() ? 0 : ROW * rows(width).size();
  }

  private List<List<Entry>> rows(double width) {
    List<List<Entry>> rows = new ArrayList<>(List.of(new ArrayList<>()));
    double x = 0;
    for (Entry entry : entries) {
      if (x > 0 && x + entry.width() > width) {
        rows.add(new ArrayList<>());
        x = 0;
      }
      rows.getLast().add(entry);
      x += entry.width();
    }
    return rows;
  }

  void draw(Svg svg, double left, double top, double width) {
    svg.begin("legend", "");
    double y = top;
    for (List<Entry> row : rows(width)) {
      double x = left;
      for (Entry entry : row) {
        entry.sign().draw(svg, new Box(x, y + 4, SIGN, 14));
        svg.text("", x + SIGN + 8, y + 15, entry.meaning());
        x += entry.width();
      }
      y += ROW;
    }
    svg.end();
  }
}
