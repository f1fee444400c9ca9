package dev.berth.graph;

import dev.berth.graph.Graph.Edge;
import dev.berth.graph.Graph.Group;
import dev.berth.graph.Graph.Kind;
import dev.berth.graph.Graph.Node;
import dev.berth.graph.Layout.Box;
import dev.berth.graph.Layout.Point;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A graph as a picture, without another program: time goes from left to right. */
public final class GraphSvg {
  private static final double MARGIN = Layout.MARGIN;
  private static final double LETTER = 7.3;
  private static final double SMALL_LETTER = 6.2;
  private static final double INDENT = 16;
  private static final int LONGEST_NAME = 30;
  private static final double LEGEND_WIDTH = 230;
  private static final double LEGEND_ROW = 24;

  /** The looks of all parts; the heads of the arrows have a shape for each condition. */
  private static final String HEAD =
      """
      <style>
      %s.config{font-size:12px;font-weight:600;fill:#1d2733}
      .frame{fill:#f8fafc;stroke:#cbd5e1}
      .follows{fill:#94a3b8}
      .body{stroke-width:1.5}
      .absent .body{stroke-dasharray:4 3}
      .way{fill:none;stroke-width:1.5}
      .weak .way{stroke-dasharray:5 4}
      .started .way{stroke:#64748b;marker-end:url(#started)}
      .healthy .way{stroke:#047857;marker-end:url(#healthy)}
      .completed .way{stroke:#6d28d9;marker-end:url(#completed)}
      .plain .body{fill:%s;stroke:%s}
      %s
      </style>
      <defs>
      <marker id="started" viewBox="0 0 10 10" refX="4" refY="5" markerWidth="8" markerHeight="8" orient="auto"><path fill="#64748b" d="M0 0 10 5 0 10z"/></marker>
      <marker id="healthy" viewBox="0 0 10 10" refX="4" refY="5" markerWidth="9" markerHeight="9" orient="auto"><circle fill="#047857" cx="5" cy="5" r="4.5"/></marker>
      <marker id="completed" viewBox="0 0 10 10" refX="4" refY="5" markerWidth="9" markerHeight="9" orient="auto"><path fill="#6d28d9" d="M0 5 5 0 10 5 5 10z"/></marker>
      </defs>
      """
          .formatted(
              Svg.STYLE,
              Node.PLAIN_FILL,
              Node.PLAIN_LINE,
              Stream.of(NodeState.values()).map(GraphSvg::rule).collect(Collectors.joining("\n")));

  private final Graph graph;
  private final Layout layout;
  private final Svg svg = new Svg();

  private GraphSvg(Graph graph) {
    this.graph = graph;
    this.layout = new Layout(graph, nodeWidth(graph));
  }

  /** The whole picture, without a newline at its end. */
  public static String render(Graph graph) {
    return new GraphSvg(graph).render();
  }

  private static String rule(NodeState state) {
    String name = state.name().toLowerCase(Locale.ROOT);
    return "." + name + " .body{fill:" + state.fill() + ";stroke:" + state.line() + "}";
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
    layout.groups().forEach(this::group);
    layout.routes().forEach(this::edge);
    graph.nodes().forEach(node -> node(node, layout.node(node.name())));
    double width = Math.max(layout.right(), MARGIN + LEGEND_WIDTH) + MARGIN;
    double height = legend(layout.bottom() + MARGIN, width) + MARGIN;
    svg.text("title", MARGIN, 26, title());
    return svg.finish(width, height, title(), description(), HEAD);
  }

  private String title() {
    List<String> ids = graph.configIds();
    return ids.isEmpty()
        ? "Nothing to draw"
        : "Start order of "
            + (ids.size() <= 3 ? String.join(", ", ids) : ids.size() + " configurations");
  }

  private String description() {
    return graph.groups().stream()
        .map(
            group ->
                graph.nodesOf(group).stream()
                    .map(node -> sentences(node, ", "))
                    .collect(Collectors.joining("; ", group.label() + ": ", ".")))
        .collect(Collectors.joining(" "));
  }

  private String sentences(Node node, String separator) {
    return Stream.concat(
            Stream.of(node.name() + " (" + node.summary() + ")"),
            graph.edgesTo(node).stream().map(Edge::sentence))
        .collect(Collectors.joining(separator));
  }

  private static String shortId(Group group) {
    return Svg.shortened(group.configId(), LONGEST_NAME);
  }

  private void group(Group group, Box box) {
    svg.begin("group", group.label());
    svg.box("frame", box, 8);
    svg.text("config", box.x() + 14, box.y() + 18, shortId(group));
    svg.text("", box.x() + 14, box.y() + 34, group.title());
    int place = graph.groups().indexOf(group);
    if (place > 0 && graph.groups().get(place - 1).lane() == group.lane()) {
      svg.path("follows", "M", box.x() - 24, box.y() + 13, "l12 9l-12 9z");
    }
    svg.end();
  }

  private void edge(Edge edge, List<Point> points) {
    Point from = points.getFirst();
    List<Object> way = new ArrayList<>(List.of("M", from.x(), from.y()));
    for (int i = 1; i < points.size(); i++) {
      double y = points.get(i).y();
      // The arrow's head ends at the node, its line a little before.
      double x = points.get(i).x() - (i == points.size() - 1 ? 6 : 0);
      double bend = (from.x() + x) / 2;
      way.addAll(i % 2 == 0 ? List.of("H", x) : List.of("C", bend, from.y(), bend, y, x, y));
      from = points.get(i);
    }
    arrow(edge, edge.then() + ": " + edge.sentence(), way.toArray());
  }

  private void arrow(Edge edge, String title, Object... way) {
    String kind = edge.word().isEmpty() ? "started" : edge.word();
    svg.begin(edge.required() ? kind : kind + " weak", title);
    svg.path("way", way);
    svg.end();
  }

  private void node(Node node, Box box) {
    body(node.kind(), node.state(), sentences(node, "\n"), box);
    svg.text("name", box.x() + INDENT, box.y() + 18, Svg.shortened(node.name(), LONGEST_NAME));
    svg.text("", box.x() + INDENT, box.y() + 33, node.summary());
  }

  /** A shape for each kind, so that it can be told without colours. */
  private void body(Kind kind, Optional<NodeState> state, String title, Box box) {
    svg.begin(state.map(it -> it.name().toLowerCase(Locale.ROOT)).orElse("plain"), title);
    double x = box.x();
    double y = box.y();
    double w = box.width();
    double h = box.height();
    switch (kind) {
      case SERVICE -> svg.box("body", box, 6);
      case TASK -> svg.path("body", "M", x, y, "h", w - 12, "l12 12v", h - 12, "h", -w, "z");
      case EXEC ->
          svg.path("body", "M", x, y, "h", w - 10, "l10 ", h / 2, "l-10 ", h / 2, "h", 10 - w, "z");
      case HOST_UNIT, ELSEWHERE -> svg.box("body", box, h / 2);
    }
    svg.end();
  }

  /** Says what the shapes, colours and arrows that are in it mean; returns where it ends. */
  private double legend(double top, double width) {
    Map<String, Consumer<Box>> entries = new LinkedHashMap<>();
    graph.nodes().stream()
        .map(Node::kind)
        .sorted()
        .forEach(it -> entries.put(it.word(), at -> body(it, Optional.empty(), "", at)));
    graph.nodes().stream()
        .flatMap(node -> node.state().stream())
        .sorted()
        .forEach(it -> entries.put(it.word(), at -> body(Kind.SERVICE, Optional.of(it), "", at)));
    graph.edges().stream()
        .sorted(Comparator.comparing(Edge::condition).thenComparing(Edge::required))
        .forEach(
            it ->
                entries.put(
                    meaning(it),
                    at -> arrow(it, "", "M", at.x(), at.middle(), "H", at.right() - 6)));
    int columns = (int) ((width - 2 * MARGIN) / LEGEND_WIDTH);
    int i = 0;
    for (String meaning : entries.keySet()) {
      int row = i / columns;
      double x = MARGIN + i % columns * LEGEND_WIDTH;
      double y = top + row * LEGEND_ROW;
      entries.get(meaning).accept(new Box(x, y, 30, 14));
      svg.text("", x + 38, y + 11, meaning);
      i++;
    }
    return top + Math.ceilDiv(i, columns) * LEGEND_ROW;
  }

  private static String meaning(Edge edge) {
    String event =
        switch (edge.condition()) {
          case SERVICE_STARTED -> "start";
          case SERVICE_HEALTHY -> "health";
          case SERVICE_COMPLETED_SUCCESSFULLY -> "end";
        };
    return "waits for its " + event + (edge.required() ? ", required" : "");
  }
}
