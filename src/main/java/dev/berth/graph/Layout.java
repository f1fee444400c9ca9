package dev.berth.graph;

import dev.berth.graph.Graph.Edge;
import dev.berth.graph.Graph.Group;
import dev.berth.graph.Graph.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where everything of a graph lies: time goes from left to right, a column for each step of it;
 * lanes lie below each other; what is joined to nothing stands in a grid at the foot of its group.
 */
final class Layout {
  static final double NODE_HEIGHT = 42;
  static final double PASSING_HEIGHT = 4;
  static final double HEAD = 44;
  private static final double COLUMN_GAP = 64;
  private static final double GRID_GAP = 10;
  private static final double PADDING = 14;
  private static final double LANE_GAP = 22;
  private static final int GRID_ROWS = 16;

  /** Rows of a grid for each of its columns: a node is wider than high. */
  private static final double GRID_SHAPE = 1.5;

  /** How far apart the arrows into one node are, at most. */
  private static final double PORT_GAP = 11;

  private final Graph graph;
  private final double nodeWidth;
  private final Columns columns;
  private final Layers layers;
  private final Map<Group, List<Node>> free = new HashMap<>();
  private final Map<Group, int[]> spans = new LinkedHashMap<>();
  private final double[] lefts;
  private final double[] widths;
  private final Map<String, Box> nodes = new HashMap<>();
  private final Map<Group, Box> groups = new LinkedHashMap<>();
  private final Map<Edge, List<Point>> routes = new LinkedHashMap<>();
  private double height;

  /** A point, the origin at the top left. */
  record Point(double x, double y) {}

  /** A rectangle. */
  record Box(double x, double y, double width, double height) {
    double right() {
      return x + width;
    }

    double bottom() {
      return y + height;
    }

    double middle() {
      return y + height / 2;
    }
  }

  /**
   * Lays a graph out.
   *
   * @param nodeWidth the width of every node
   */
  Layout(Graph graph, double nodeWidth) {
    this.graph = graph;
    this.nodeWidth = nodeWidth;
    this.columns = new Columns(graph);
    int count = graph.nodes().stream().mapToInt(columns::of).max().orElse(-1) + 1;
    this.layers = new Layers(graph, columns, count);
    this.lefts = new double[count];
    this.widths = new double[count];
    Set<String> names = Layers.free(graph);
    for (Group group : graph.groups()) {
      List<Node> members = graph.nodesOf(group);
      free.put(group, members.stream().filter(node -> names.contains(node.name())).toList());
      spans.put(
          group,
          new int[] {
            members.stream().mapToInt(columns::of).min().orElse(0),
            members.stream().mapToInt(columns::of).max().orElse(0)
          });
    }
    across();
    down();
    graph.nodes().forEach(this::routes);
  }

  /** Where each column begins; one with a wide grid in it is wider. */
  private void across() {
    java.util.Arrays.fill(widths, nodeWidth);
    spans.forEach(
        (group, span) -> {
          int last = Math.max(1, gridColumns(group) - (span[1] - span[0]));
          widths[span[1]] = Math.max(widths[span[1]], last * (nodeWidth + GRID_GAP) - GRID_GAP);
        });
    double x = PADDING;
    for (int i = 0; i < lefts.length; i++) {
      lefts[i] = x;
      x += widths[i] + COLUMN_GAP;
    }
  }

  /** As many as keep the grid from getting much taller than wide. */
  private int gridColumns(Group group) {
    int count = free.getOrDefault(group, List.of()).size();
    int rows = Math.max(GRID_ROWS, (int) Math.ceil(Math.sqrt(GRID_SHAPE * count)));
    return Math.max(1, (count + rows - 1) / rows);
  }

  private void down() {
    TreeSet<Integer> lanes = new TreeSet<>();
    layers.columns().forEach(column -> column.forEach(item -> lanes.add(item.lane())));
    graph.groups().stream()
        .filter(group -> !group.equals(Group.OUTSIDE))
        .forEach(group -> lanes.add(group.lane()));
    double y = 0;
    for (int lane : lanes) {
      y = lane(lane, y) + LANE_GAP;
    }
    height = Math.max(0, y - LANE_GAP);
    if (graph.groups().contains(Group.OUTSIDE)) {
      outside();
    }
  }

  /** Places a lane; returns where it ends. */
  private double lane(int lane, double y) {
    List<List<Item>> items =
        layers.columns().stream()
            .map(column -> column.stream().filter(item -> item.lane() == lane).toList())
            .toList();
    Heights.spread(items);
    double top = y + HEAD;
    items.forEach(column -> column.forEach(item -> item.middle(item.middle() + top)));
    double bottom = foot(items, 0, items.size() - 1, top + NODE_HEIGHT);
    List<Group> members = graph.groups().stream().filter(group -> group.lane() == lane).toList();
    for (Group group : members) {
      bottom = Math.max(bottom, grid(group, items, top));
    }
    for (Node node : graph.nodes()) {
      if (node.group().lane() == lane && !nodes.containsKey(node.name())) {
        nodes.put(node.name(), box(node));
      }
    }
    for (Group group : members) {
      int[] span = spans.getOrDefault(group, new int[2]);
      double left = lefts[span[0]] - PADDING;
      double right = lefts[span[1]] + widths[span[1]] + PADDING;
      groups.put(group, new Box(left, y, right - left, bottom + PADDING - y));
    }
    return bottom + PADDING;
  }

  private Box box(Node node) {
    Item item = layers.item(node.name());
    return new Box(
        lefts[columns.of(node)], item.middle() - NODE_HEIGHT / 2, nodeWidth, NODE_HEIGHT);
  }

  /** How far down the joined items of some columns reach. */
  private static double foot(List<List<Item>> items, int from, int to, double least) {
    return items.subList(from, to + 1).stream()
        .flatMap(List::stream)
        .mapToDouble(item -> item.middle() + item.height() / 2)
        .max()
        .orElse(least);
  }

  /** Fills the grid column by column, below what is joined; returns where it ends. */
  private double grid(Group group, List<List<Item>> items, double top) {
    List<Node> members = free.getOrDefault(group, List.of());
    if (members.isEmpty()) {
      return top;
    }
    int[] span = spans.getOrDefault(group, new int[2]);
    double begin = foot(items, span[0], span[1], top - GRID_GAP) + GRID_GAP;
    List<Double> slots = slots(span);
    int rows = (members.size() + slots.size() - 1) / slots.size();
    for (int i = 0; i < members.size(); i++) {
      int column = i / rows;
      int row = i % rows;
      nodes.put(
          members.get(i).name(),
          new Box(
              slots.get(column), begin + row * (NODE_HEIGHT + GRID_GAP), nodeWidth, NODE_HEIGHT));
    }
    return begin + rows * (NODE_HEIGHT + GRID_GAP) - GRID_GAP;
  }

  /** Where the columns of a grid begin: in those of the drawing, so that arrows bend beside it. */
  private List<Double> slots(int[] span) {
    List<Double> slots = new ArrayList<>();
    for (int column = span[0]; column <= span[1]; column++) {
      int fitting = (int) ((widths[column] + GRID_GAP) / (nodeWidth + GRID_GAP));
      for (int i = 0; i < fitting; i++) {
        slots.add(lefts[column] + i * (nodeWidth + GRID_GAP));
      }
    }
    return slots;
  }

  private void outside() {
    double top = Double.MAX_VALUE;
    double bottom = 0;
    for (Node node : graph.nodesOf(Group.OUTSIDE)) {
      Box box = box(node);
      nodes.put(node.name(), box);
      top = Math.min(top, box.y());
      bottom = Math.max(bottom, box.bottom());
    }
    groups.put(
        Group.OUTSIDE,
        new Box(
            lefts[0] - PADDING,
            top - HEAD,
            widths[0] + 2 * PADDING,
            bottom - top + HEAD + PADDING));
  }

  /** The arrows into a node end below each other, in the order in which they come. */
  private void routes(Node node) {
    List<Edge> edges =
        graph.edgesTo(node).stream()
            .sorted(Comparator.comparingDouble(edge -> way(edge).getLast().y()))
            .toList();
    Box box = node(node.name());
    double gap = Math.min(PORT_GAP, (NODE_HEIGHT - PORT_GAP) / Math.max(1, edges.size() - 1));
    double y = box.middle() - gap * (edges.size() - 1) / 2;
    for (Edge edge : edges) {
      List<Point> points = new ArrayList<>(way(edge));
      points.add(new Point(box.x(), y));
      routes.put(edge, List.copyOf(points));
      y += gap;
    }
  }

  /** From the first node through the columns between the two. */
  private List<Point> way(Edge edge) {
    Box first = node(edge.first());
    List<Point> points = new ArrayList<>(List.of(new Point(first.right(), first.middle())));
    int column = columnOf(edge.first());
    points.add(new Point(lefts[column] + widths[column], first.middle()));
    for (Item item : layers.passing(edge)) {
      column++;
      points.add(new Point(lefts[column], item.middle()));
      points.add(new Point(lefts[column] + widths[column], item.middle()));
    }
    return points;
  }

  private int columnOf(String name) {
    return graph.nodes().stream()
        .filter(node -> node.name().equals(name))
        .mapToInt(columns::of)
        .findFirst()
        .orElse(0);
  }

  /** Where a node lies. */
  Box node(String name) {
    Box box = nodes.get(name);
    if (box == null) {
      throw new IllegalArgumentException("there is no node " + name);
    }
    return box;
  }

  /** The frame of each group, in order. */
  Map<Group, Box> groups() {
    return groups;
  }

  /**
   * The way of each edge: straight to the end of its column and through others, bent between them.
   */
  Map<Edge, List<Point>> routes() {
    return routes;
  }

  double width() {
    return lefts.length == 0 ? 0 : lefts[lefts.length - 1] + widths[widths.length - 1] + PADDING;
  }

  double height() {
    return height;
  }
}
