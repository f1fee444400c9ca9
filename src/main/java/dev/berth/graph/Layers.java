package dev.berth.graph;

import dev.berth.graph.Graph.Edge;
import dev.berth.graph.Graph.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The joined nodes in their columns, from top to bottom, with a place in every column for each edge
 * that passes it: the way of Sugiyama, Tagawa and Toda (1981), in which each column is sorted by
 * the middle of its neighbours, to and fro.
 */
final class Layers {
  private static final int SWEEPS = 12;

  private final List<List<Item>> columns = new ArrayList<>();
  private final Map<String, Item> nodes = new HashMap<>();
  private final Map<Edge, List<Item>> passing = new LinkedHashMap<>();

  /** Places what is joined; {@link #free} says what is not. */
  Layers(Graph graph, Columns of, int width) {
    for (int i = 0; i < width; i++) {
      columns.add(new ArrayList<>());
    }
    Set<String> free = free(graph);
    Map<String, Integer> column = new HashMap<>();
    Map<String, Integer> lanes = lanes(graph);
    for (Node node : graph.nodes()) {
      column.put(node.name(), of.of(node));
      if (!free.contains(node.name())) {
        Item item = new Item(lanes.getOrDefault(node.name(), 0), true);
        nodes.put(node.name(), item);
        columns.get(of.of(node)).add(item);
      }
    }
    for (Edge edge : graph.edges()) {
      add(edge, column.getOrDefault(edge.first(), 0), column.getOrDefault(edge.then(), 0));
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      sort(sweep % 2 == 0);
    }
  }

  /** The names of what waits for nothing and is waited for by nothing. */
  static Set<String> free(Graph graph) {
    Set<String> free = new HashSet<>();
    graph.nodes().forEach(node -> free.add(node.name()));
    for (Edge edge : graph.edges()) {
      free.remove(edge.first());
      free.remove(edge.then());
    }
    return free;
  }

  /** What lies outside is in the lane of the first that waits for it. */
  private static Map<String, Integer> lanes(Graph graph) {
    Map<String, Integer> lanes = new HashMap<>();
    for (Node node : graph.nodes()) {
      if (!node.kind().isOutside()) {
        lanes.put(node.name(), node.group().lane());
      }
    }
    for (Edge edge : graph.edges()) {
      lanes.putIfAbsent(edge.first(), lanes.getOrDefault(edge.then(), 0));
    }
    return lanes;
  }

  private void add(Edge edge, int from, int to) {
    Item first = nodes.get(edge.first());
    Item then = nodes.get(edge.then());
    List<Item> between = new ArrayList<>();
    passing.put(edge, between);
    if (first == null || then == null || from >= to) {
      return;
    }
    Item last = first;
    for (int column = from + 1; column < to; column++) {
      Item item = new Item(then.lane(), false);
      columns.get(column).add(item);
      between.add(item);
      Item.join(last, item);
      last = item;
    }
    Item.join(last, then);
  }

  private void sort(boolean byTheLeft) {
    List<List<Item>> order = byTheLeft ? columns : columns.reversed();
    for (List<Item> column : order) {
      Map<Item, Double> wish = new HashMap<>();
      for (int i = 0; i < column.size(); i++) {
        Item item = column.get(i);
        wish.put(
            item, item.neighbours(byTheLeft).stream().mapToDouble(Item::place).average().orElse(i));
      }
      column.sort(
          Comparator.comparingInt(Item::lane)
              .thenComparingDouble(item -> wish.getOrDefault(item, 0.0)));
      for (int i = 0; i < column.size(); i++) {
        column.get(i).place(i);
      }
    }
  }

  /** The columns, from left to right, each from top to bottom. */
  List<List<Item>> columns() {
    return columns;
  }

  /** Where a joined node is. */
  Item item(String node) {
    Item item = nodes.get(node);
    if (item == null) {
      throw new IllegalArgumentException(node + " is joined to nothing");
    }
    return item;
  }

  /** Where an edge passes the columns between its ends. */
  List<Item> passing(Edge edge) {
    return passing.getOrDefault(edge, List.of());
  }
}
