package dev.berth.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the cycles of a graph, without recursion: a chain may be as long as the file allows. */
public final class Cycles {
  private Cycles() {}

  /** Cycles that share no node, each from the node that was first in the map. */
  public static <T> List<List<T>> find(Map<T, ? extends Collection<T>> edges) {
    Map<T, Set<T>> left = new LinkedHashMap<>();
    edges.forEach((node, targets) -> left.put(node, new LinkedHashSet<>(targets)));
    List<List<T>> cycles = new ArrayList<>();
    Map<T, Integer> places = new HashMap<>();
    left.keySet().forEach(node -> places.put(node, places.size()));
    removeAcyclic(left);
    while (!left.isEmpty()) {
      List<T> cycle = follow(left);
      cycles.add(fromFirst(cycle, places));
      cycle.forEach(left::remove);
      removeAcyclic(left);
    }
    return cycles;
  }

  /** Removes what depends on nothing that is left, until nothing more can go. */
  private static <T> void removeAcyclic(Map<T, Set<T>> left) {
    Map<T, List<T>> dependents = new LinkedHashMap<>();
    List<T> free = new ArrayList<>();
    left.forEach(
        (node, targets) -> {
          targets.retainAll(left.keySet());
          targets.forEach(
              target -> dependents.computeIfAbsent(target, _ -> new ArrayList<>()).add(node));
          if (targets.isEmpty()) {
            free.add(node);
          }
        });
    for (int i = 0; i < free.size(); i++) {
      left.remove(free.get(i));
      for (T dependent : dependents.getOrDefault(free.get(i), List.of())) {
        Set<T> targets = left.get(dependent);
        if (targets != null && targets.remove(free.get(i)) && targets.isEmpty()) {
          free.add(dependent);
        }
      }
    }
  }

  /** Every node that is left leads to another one, so that the walk must meet itself. */
  private static <T> List<T> follow(Map<T, Set<T>> left) {
    Set<T> walked = new LinkedHashSet<>();
    T node = left.keySet().iterator().next();
    while (walked.add(node)) {
      node = left.getOrDefault(node, walked).iterator().next();
    }
    List<T> path = List.copyOf(walked);
    return path.subList(path.indexOf(node), path.size());
  }

  private static <T> List<T> fromFirst(List<T> cycle, Map<T, Integer> places) {
    int first =
        cycle.indexOf(
            Collections.min(cycle, Comparator.comparing(node -> places.getOrDefault(node, 0))));
    List<T> turned = new ArrayList<>(cycle.subList(first, cycle.size()));
    turned.addAll(cycle.subList(0, first));
    return turned;
  }
}
