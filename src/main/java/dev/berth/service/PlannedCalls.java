package dev.berth.service;

import dev.berth.model.Plan;
import dev.berth.model.Step;
import dev.berth.model.operation.Barrier;
import dev.berth.model.operation.Behalf;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.NodeId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The operations of a plan, numbered from 1: each call to the host, and what it waits for. A point
 * at which others are over is no call, so that those stand for it.
 */
public final class PlannedCalls {
  private final List<Call> calls = new ArrayList<>();
  private final Map<NodeId, Node> nodes = new HashMap<>();
  private final Map<NodeId, Integer> numbers = new HashMap<>();

  /**
   * One of them.
   *
   * @param number its own
   * @param node what is called
   * @param step the step of the plan on whose behalf; empty for what is done for several
   * @param after the numbers of those that must have succeeded
   * @param afterEnd the numbers of those that must only be over
   */
  public record Call(
      int number,
      Node node,
      Optional<Step> step,
      SortedSet<Integer> after,
      SortedSet<Integer> afterEnd) {

    /** What is called, in words. */
    public String title() {
      return node.operation().verb() + " " + node.operation().subject();
    }

    /** As a tree of maps and lists. */
    public Map<String, Object> document() {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("number", number);
      document.put("operation", node.operation().verb().replace(' ', '-'));
      document.put("subject", node.operation().subject());
      if (!(node.id().behalf() instanceof Behalf.Shared)) {
        document.put("workload", node.id().behalf().text());
      }
      step.ifPresent(
          cause -> {
            document.put("step", cause.number());
            document.put("cause", String.join("; ", cause.reasons()));
          });
      document.put("after", List.copyOf(after));
      document.put("after_end", List.copyOf(afterEnd));
      document.put("essential", node.essential());
      return document;
    }
  }

  private PlannedCalls(List<Node> operations) {
    operations.forEach(node -> nodes.put(node.id(), node));
    operations.stream()
        .filter(node -> !isBarrier(node))
        .forEach(node -> numbers.put(node.id(), numbers.size() + 1));
  }

  /** Those of a plan, in the order of its operations. */
  public static List<Call> of(Plan plan, List<Node> operations) {
    Map<Integer, Step> steps = new HashMap<>();
    plan.steps().forEach(step -> steps.put(step.number(), step));
    PlannedCalls planned = new PlannedCalls(operations);
    for (Node node : operations) {
      if (!isBarrier(node)) {
        planned.add(node, Optional.ofNullable(steps.get(node.step())));
      }
    }
    return List.copyOf(planned.calls);
  }

  private static boolean isBarrier(Node node) {
    return node.operation() instanceof Barrier;
  }

  private void add(Node node, Optional<Step> step) {
    SortedSet<Integer> after = new TreeSet<>();
    SortedSet<Integer> afterEnd = new TreeSet<>();
    node.after().forEach(id -> collect(id, true, after, afterEnd));
    node.afterEnd().forEach(id -> collect(id, false, after, afterEnd));
    afterEnd.removeAll(after);
    calls.add(new Call(calls.size() + 1, node, step, after, afterEnd));
  }

  private void collect(
      NodeId id, boolean isNeeded, SortedSet<Integer> after, SortedSet<Integer> afterEnd) {
    Node node = nodes.get(id);
    if (node != null && isBarrier(node)) {
      node.after().forEach(before -> collect(before, isNeeded, after, afterEnd));
      node.afterEnd().forEach(before -> collect(before, false, after, afterEnd));
    } else if (node != null) {
      (isNeeded ? after : afterEnd).add(numbers.get(id));
    }
  }
}
