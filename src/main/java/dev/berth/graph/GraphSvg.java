package dev.berth.graph;

import dev.berth.graph.Graph.Edge;
import dev.berth.graph.Graph.Group;
import dev.berth.graph.Graph.Kind;
import dev.berth.graph.Graph.Node;
import dev.berth.graph.Layout.Box;
import dev.berth.graph.Layout.Point;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A graph as a picture, without another program: time goes from left to right. */
public final class GraphSvg {
  private static final double MARGIN = 20;
  private static final double TITLE = 40;
  private static final double LETTER = 7.3;
  private static final double SMALL_LETTER = 6.2;
  private static final double INDENT = 16;
  private static final int LONGEST_NAME = 30;

  private final Graph graph;
  private final double nodeWidth;
  private final Layout layout;

  private GraphSvg(Graph graph) {
    this.graph = graph;
    this.nodeWidth = nodeWidth(graph);
    this.layout = new Layout(graph, nodeWidth);
  }

  /** The whole picture, without a newline at its end. */
  public static String render(Graph graph) {
    return new GraphSvg(graph).render();
  }

  /** Wide enough for what stands in the nodes and above the groups. */
  private static double nodeWidth(Graph graph) {
    double widest = 110;
    for (Node node : graph.nodes()) {
      double name = Math.min(node.name().length(), LONGEST_NAME) * LETTER;
      double summary = node.summary().length() * SMALL_LETTER;
      widest = Math.max(widest, Math.max(name, summary) + INDENT + 12);
    }
    for (Group group : graph.groups()) {
      int label = Math.max(shortId(group).length(), group.title().length());
      widest = Math.max(widest, label * LETTER);
    }
    return Math.ceil(widest);
  }

  private String render() {
    GraphLegend legend = new GraphLegend(graph);
    double width = Math.max(layout.width() + 2 * MARGIN, GraphLegend.LEAST_WIDTH);
    double below = TITLE + layout.height() + MARGIN;
    double height = below + legend.height(width - 2 * MARGIN) + MARGIN;
    Svg svg = new Svg(width, height, title(), description(), GraphStyle.text(graph));
    svg.raw(GraphStyle.MARKERS);
    svg.text("title", MARGIN, 26, title());
    svg.raw("<g transform=\"translate(" + Svg.number(MARGIN) + " " + Svg.number(TITLE) + ")\">\n");
    layout.groups().forEach((group, box) -> group(svg, group, box));
    chevrons(svg);
    layout.routes().forEach((edge, points) -> edge(svg, edge, points));
    graph.nodes().forEach(node -> node(svg, node, layout.node(node.name())));
    svg.end();
    legend.draw(svg, MARGIN, below, width - 2 * MARGIN);
    return svg.finish();
  }

  private String title() {
    List<String> ids = graph.configIds();
    if (ids.isEmpty()) {
      return "Nothing to draw";
    }
    return "Start order of "
        + (ids.size() <= 3 ? String.join(", ", ids) : ids.size() + " configurations");
  }

  private String description() {
    return graph.groups().stream()
        .map(
            group ->
                group.label()
                    + ": "
                    + graph.nodesOf(group).stream()
                        .map(this::sentence)
                        .collect(Collectors.joining("; "))
                    + ".")
        .collect(Collectors.joining(" "));
  }

  private String sentence(Node node) {
    return Stream.concat(
            Stream.of(node.name() + " (" + node.summary() + ")"),
            graph.edgesTo(node).stream().map(Edge::sentence))
        .collect(Collectors.joining(", "));
  }

  private static String shortId(Group group) {
    return Svg.shortened(group.configId(), LONGEST_NAME);
  }

  private static void group(Svg svg, Group group, Box box) {
    svg.begin("group", group.label());
    svg.box("frame", box, 8);
    svg.text("config", box.x() + 14, box.y() + 18, shortId(group));
    svg.text("order", box.x() + 14, box.y() + 34, group.title());
    svg.end();
  }

  /** Between two groups of a lane: the second waits for the first. */
  private void chevrons(Svg svg) {
    Group before = Group.OUTSIDE;
    for (Group group : graph.groups()) {
      Box left = layout.groups().get(before);
      Box right = layout.groups().get(group);
      if (!before.equals(group) && before.lane() == group.lane() && left != null && right != null) {
        double x = (left.right() + right.x()) / 2;
        double y = right.y() + 22;
        svg.path("then", "M" + at(x - 6, y - 9) + "l12 9l-12 9z");
      }
      before = group;
    }
  }

  private static void edge(Svg svg, Edge edge, List<Point> points) {
    StringBuilder way = new StringBuilder("M" + at(points.getFirst().x(), points.getFirst().y()));
    for (int i = 1; i < points.size(); i++) {
      Point from = points.get(i - 1);
      Point to = points.get(i);
      // The arrow's head ends at the node, its line a little before.
      double x = i == points.size() - 1 ? to.x() - 6 : to.x();
      if (i % 2 == 1) {
        way.append("H" + Svg.number(x));
      } else {
        double bend = Math.max(24, Math.abs(x - from.x()) / 2);
        way.append("C" + at(from.x() + bend, from.y()) + " " + at(x - bend, to.y()));
        way.append(" " + at(x, to.y()));
      }
    }
    svg.begin(
        "edge " + GraphStyle.name(edge.condition()) + (edge.required() ? "" : " weak"),
        edge.then() + ": " + edge.sentence());
    svg.path("", way.toString());
    svg.end();
  }

  private void node(Svg svg, Node node, Box box) {
    svg.begin(
        "node " + GraphStyle.name(node.state()),
        Stream.concat(
                Stream.of(node.name() + ": " + node.summary()),
                graph.edgesTo(node).stream().map(Edge::sentence))
            .collect(Collectors.joining("\n")));
    svg.path("body", outline(node.kind(), box));
    double x = box.x() + INDENT;
    svg.text("name", x, box.y() + 18, Svg.shortened(node.name(), LONGEST_NAME));
    svg.text("what", x, box.y() + 33, node.summary());
    svg.end();
  }

  /** A shape for each kind, so that it can be told without colours. */
  static String outline(Kind kind, Box box) {
    double w = box.width();
    double h = box.height();
    String begin = "M" + at(box.x(), box.y());
    return switch (kind) {
      case SERVICE -> rounded(box, 6);
      case TASK ->
          begin
              + "h"
              + Svg.number(w - 12)
              + "l12 12v"
              + Svg.number(h - 12)
              + "h-"
              + Svg.number(w)
              + "z";
      case EXEC ->
          begin
              + "h"
              + Svg.number(w - 10)
              + "l10 "
              + Svg.number(h / 2)
              + "l-10 "
              + Svg.number(h / 2)
              + "h-"
              + Svg.number(w - 10)
              + "z";
      case HOST_UNIT, ELSEWHERE -> rounded(box, h / 2);
    };
  }

  private static String rounded(Box box, double radius) {
    String r = Svg.number(radius);
    String arc = "a" + r + " " + r + " 0 0 1 ";
    String across = Svg.number(box.width() - 2 * radius);
    String down = Svg.number(box.height() - 2 * radius);
    return "M"
        + at(box.x() + radius, box.y())
        + "h"
        + across
        + arc
        + r
        + " "
        + r
        + "v"
        + down
        + arc
        + "-"
        + r
        + " "
        + r
        + "h-"
        + across
        + arc
        + "-"
        + r
        + " -"
        + r
        + "v-"
        + down
        + arc
        + r
        + " -"
        + r
        + "z";
  }

  static String at(double x, double y) {
    return Svg.number(x) + " " + Svg.number(y);
  }
}
