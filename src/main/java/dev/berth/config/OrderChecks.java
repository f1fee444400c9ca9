package dev.berth.config;

import dev.berth.model.ContainerSpec;
import dev.berth.model.Cycles;
import dev.berth.model.Dependency;
import dev.berth.model.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether the dependencies can be kept: no cycles, and nothing waits for what comes later. */
final class OrderChecks {
  private static final int LONGEST_CYCLE = 1000;

  private final Map<String, Placed> placed = new LinkedHashMap<>();

  /**
   * A container and its place in the order.
   *
   * @param group which configuration id, counted from 0
   * @param problems where problems of it go
   */
  private record Placed(ContainerSpec spec, int group, String configId, Problems problems) {}

  void add(ContainerSpec spec, int group, String configId, Problems problems) {
    placed.put(spec.name().text(), new Placed(spec, group, configId, problems));
  }

  void check() {
    Map<String, List<String>> edges = new LinkedHashMap<>();
    for (Placed dependent : placed.values()) {
      List<String> targets = new ArrayList<>();
      for (Dependency dependency : dependent.spec().dependencies()) {
        Placed target = placed.get(dependency.target());
        if (dependency.kind() != Dependency.Kind.CONTAINER || target == null) {
          continue;
        }
        if (dependency.target().equals(dependent.spec().name().text())) {
          dependent
              .problems()
              .error(dependency.at(), Quote.of(target.spec().name().text()) + " depends on itself");
        } else {
          targets.add(dependency.target());
          checkOrder(dependent, dependency, target);
        }
      }
      edges.put(dependent.spec().name().text(), targets);
    }
    Cycles.find(edges).forEach(this::report);
  }

  private static void checkOrder(Placed dependent, Dependency dependency, Placed target) {
    String names =
        Quote.of(dependent.spec().name().text())
            + " depends on "
            + Quote.of(target.spec().name().text());
    if (target.group() > dependent.group()) {
      dependent
          .problems()
          .error(
              dependency.at(),
              names + ", which comes later, with " + target.configId(),
              "move one of the two to another step");
    } else if (target.group() == dependent.group()
        && target.spec().startOrder() > dependent.spec().startOrder()) {
      dependent
          .problems()
          .error(
              dependency.at(),
              names
                  + ", which starts later: start_order "
                  + dependent.spec().startOrder()
                  + " against "
                  + target.spec().startOrder(),
              "give the two the order that the dependency needs");
    }
  }

  private void report(List<String> cycle) {
    Placed first = placed.get(cycle.getFirst());
    if (first == null) {
      return;
    }
    String next = cycle.get(1);
    first.spec().dependencies().stream()
        .filter(dependency -> dependency.target().equals(next))
        .findFirst()
        .ifPresent(
            dependency ->
                first
                    .problems()
                    .error(
                        dependency.at(),
                        "the dependencies make a cycle: "
                            + Quote.shortened(
                                String.join(" → ", cycle) + " → " + cycle.getFirst(),
                                LONGEST_CYCLE),
                        "remove one of them"));
  }
}
