package dev.berth.model;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What has to be done, why and in which order.
 *
 * @param steps by stage, then by number
 * @param unchanged the containers that are already as wanted
 * @param left the containers that the operator has kept from Berth, which are neither as wanted nor
 *     touched, and why, in words
 * @param problems what forbids it, and what the operator should know
 */
public record Plan(
    List<Step> steps,
    List<ContainerName> unchanged,
    SortedMap<ContainerName, String> left,
    List<Problem> problems) {
  /** Keeps its own copies. */
  public Plan {
    steps = List.copyOf(steps);
    unchanged = List.copyOf(unchanged);
    left = Collections.unmodifiableSortedMap(new TreeMap<>(left));
    problems = List.copyOf(problems);
  }

  /** The same with other problems. */
  public Plan withProblems(List<Problem> found) {
    return new Plan(steps, unchanged, left, found);
  }

  /** Whether something stands against it. */
  public boolean isRefused() {
    return problems.stream().anyMatch(Problem::isError);
  }

  /** Whether the host is as wanted. */
  public boolean isEmpty() {
    return steps.isEmpty();
  }

  /** The steps of one phase. */
  public List<Step> steps(Stage.Phase phase) {
    return steps.stream().filter(step -> step.stage().phase() == phase).toList();
  }
}
