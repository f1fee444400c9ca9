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
import java.util.Objects;
import java.util.TreeSet;

/**
 * Where everything of a graph lies. Time goes from left to right, a column for each step of it;
 * lanes lie below each other. In its column each thing stands as near to what it waits for as those
 * above it allow. An edge has a place in every column that it passes, so that it crosses no node.
 */
final class Layout {
  static final double MARGIN = 20;
  static final double NODE_HEIGHT = 42;
  static final double HEAD = 44;
  private static final double TITLE = 40;
  private static final double PASSING_HEIGHT = 4;
  private static final double COLUMN_GAP = 64;
  private static final double GAP = 14;
  private static final double LANE_GAP = 22;

  /** How many of a group that are joined to nothing stand below each other. */
  private static final int MOST_FREE = 16;

  /** How far apart the arrows into one node are, at most. */
  private static final double PORT_GAP = 11;

  private final Graph graph;
  private final double nodeWidth;
  private final int first;
  private final Map<String, Integer> columns = new HashMap<>();
  private final Map<Group, Integer> ends = new HashMap<>();
  private final Map<Group, Integer> free = new HashMap<>();
  private final List<Place> places = new ArrayList<>();
  private final Map<String, Place> nodes = new HashMap<>();
  private final Map<Edge, List<Place>> passing = new LinkedHashMap<>();
  private final Map<Group, Box> groups = new LinkedHashMap<>();
  private final double bottom;

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

  /** Where a node is in a column, or where an edge passes it. */
  private static final class Place {
    private final int column;
    private final int lane;
    private final double height;
    private final List<Place> before = new ArrayList<>();
    private double middle = Double.NaN;

    Place(int column, int lane, double height) {
      this.column = column;
      this.lane = lane;
      this.height = height;
    }

    /** Where its middle would best be; infinitely far down where it does not matter. */
    double wish() {
      return before.stream()
          .mapToDouble(place -> place.middle)
          .filter(y -> !Double.isNaN(y))
          .average()
          .orElse(Double.POSITIVE_INFINITY);
    }

    /** Takes it, or the first place below the given height; returns where it ends. */
    double settle(double least) {
      double wish = wish();
      double top = Double.isInfinite(wish) ? least : Math.max(least, wish - height / 2);
      middle = top + height / 2;
      return top + height;
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
    this.first = graph.groups().contains(Group.OUTSIDE) ? 1 : 0;
    graph.groups().forEach(this::end);
    for (Node node : graph.nodes()) {
      nodes.put(node.name(), place(column(node), lane(node), NODE_HEIGHT));
    }
    graph.edges().forEach(this::join);
    TreeSet<Integer> lanes = new TreeSet<>();
    nodes.values().forEach(place -> lanes.add(place.lane));
    double y = TITLE - LANE_GAP;
    for (int lane : lanes) {
      y = lane(lane, y + LANE_GAP);
    }
    bottom = Math.max(TITLE, y);
    if (first == 1) {
      frame(Group.OUTSIDE);
    }
  }

  /** The last column of a group. */
  private int end(Group group) {
    Integer known = ends.putIfAbsent(group, first);
    if (known != null) {
      return known;
    }
    int end = graph.nodesOf(group).stream().mapToInt(this::column).max().orElse(first);
    ends.put(group, end);
    return end;
  }

  /**
   * Right of all that it waits for, and of the group before its own. Units on a host may wait for
   * each other in a circle: what is met again is taken to be in the first column.
   */
  private int column(Node node) {
    Integer known = columns.putIfAbsent(node.name(), node.kind().isOutside() ? 0 : first);
    if (known != null || node.kind().isOutside()) {
      return known == null ? 0 : known;
    }
    int place = graph.groups().indexOf(node.group());
    Group before = place > 0 ? graph.groups().get(place - 1) : Group.OUTSIDE;
    int column = before.lane() == node.group().lane() ? end(before) + 1 : first;
    if (isFree(node)) {
      column += (free.merge(node.group(), 1, Integer::sum) - 1) / MOST_FREE;
    }
    List<Edge> edges = graph.edgesTo(node);
    for (Node other : graph.nodes()) {
      if (edges.stream().anyMatch(edge -> edge.first().equals(other.name()))) {
        column = Math.max(column, column(other) + 1);
      }
    }
    columns.put(node.name(), column);
    return column;
  }

  private boolean isFree(Node node) {
    return graph.edges().stream()
        .noneMatch(edge -> edge.then().equals(node.name()) || edge.first().equals(node.name()));
  }

  /** A node from outside is in the lane of the first node that waits for it. */
  private int lane(Node node) {
    return node.kind().isOutside()
        ? graph.edges().stream()
            .filter(edge -> edge.first().equals(node.name()))
            .flatMap(edge -> graph.nodes().stream().filter(it -> it.name().equals(edge.then())))
            .mapToInt(it -> it.group().lane())
            .findFirst()
            .orElse(0)
        : node.group().lane();
  }

  private Place place(int column, int lane, double itsHeight) {
    Place place = new Place(column, lane, itsHeight);
    places.add(place);
    return place;
  }

  private Place place(String node) {
    return Objects.requireNonNull(nodes.get(node), node);
  }

  private void join(Edge edge) {
    Place last = place(edge.first());
    Place then = place(edge.then());
    List<Place> between = new ArrayList<>();
    for (int column = last.column + 1; column < then.column; column++) {
      Place here = place(column, then.lane, PASSING_HEIGHT);
      here.before.add(last);
      between.add(here);
      last = here;
    }
    then.before.add(last);
    passing.put(edge, between);
  }

  /** Places what is in a lane; returns where it ends. */
  private double lane(int lane, double top) {
    double bottom = top + HEAD;
    for (int column = 0; column < columnCount(); column++) {
      int here = column;
      double least = top + HEAD;
      for (Place place :
          places.stream()
              .filter(it -> it.lane == lane && it.column == here)
              .sorted(Comparator.comparingDouble(Place::wish))
              .toList()) {
        double end = place.settle(least);
        least = end + GAP;
        bottom = Math.max(bottom, end);
      }
    }
    for (Group group : graph.groups()) {
      if (group.lane() == lane) {
        Box frame = frame(group);
        groups.put(group, new Box(frame.x(), top, frame.width(), bottom + GAP - top));
      }
    }
    return bottom + GAP;
  }

  /** Puts a frame around a group. */
  private Box frame(Group group) {
    List<Box> boxes = graph.nodesOf(group).stream().map(it -> node(it.name())).toList();
    double left = boxes.stream().mapToDouble(Box::x).min().orElse(0) - GAP;
    double right = boxes.stream().mapToDouble(Box::right).max().orElse(0) + GAP;
    double top = boxes.stream().mapToDouble(Box::y).min().orElse(0) - HEAD;
    double bottom = boxes.stream().mapToDouble(Box::bottom).max().orElse(0) + GAP;
    Box frame = new Box(left, top, right - left, bottom - top);
    groups.put(group, frame);
    return frame;
  }

  private int columnCount() {
    return columns.values().stream().mapToInt(it -> it + 1).max().orElse(0);
  }

  private double left(int column) {
    return MARGIN + GAP + column * (nodeWidth + COLUMN_GAP);
  }

  /** Where a node lies. */
  Box node(String name) {
    Place place = place(name);
    return new Box(left(place.column), place.middle - NODE_HEIGHT / 2, nodeWidth, NODE_HEIGHT);
  }

  /** The frame of each group. */
  Map<Group, Box> groups() {
    return groups;
  }

  /** The way of each edge: bent to its second point, straight to its third, and so on. */
  Map<Edge, List<Point>> routes() {
    Map<Edge, List<Point>> routes = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      List<Edge> edges =
          graph.edgesTo(node).stream()
              .sorted(Comparator.comparingDouble(edge -> way(edge).getLast().y()))
              .toList();
      // They end below each other, in the order in which they come.
      double gap = Math.min(PORT_GAP, (NODE_HEIGHT - PORT_GAP) / Math.max(1, edges.size() - 1));
      double y = node(node.name()).middle() - gap * (edges.size() - 1) / 2;
      for (Edge edge : edges) {
        List<Point> way = way(edge);
        way.add(new Point(node(node.name()).x(), y));
        routes.put(edge, way);
        y += gap;
      }
    }
    return routes;
  }

  /** Up to the gap before what waits. */
  private List<Point> way(Edge edge) {
    Box from = node(edge.first());
    List<Point> points = new ArrayList<>(List.of(new Point(from.right(), from.middle())));
    for (Place place : passing.getOrDefault(edge, List.of())) {
      points.add(new Point(left(place.column), place.middle));
      points.add(new Point(left(place.column) + nodeWidth, place.middle));
    }
    return points;
  }

  /** Where the last frame ends on the right. */
  double right() {
    return left(columnCount() - 1) + nodeWidth + GAP;
  }

  /** Where the last frame ends at the foot. */
  double bottom() {
    return bottom;
  }
}
