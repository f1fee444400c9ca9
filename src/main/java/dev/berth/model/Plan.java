package dev.berth.model;

import java.util.List;

/**
 * What has to be done, why and in which order.
 *
 * @param steps by stage, then by number
 * @param unchanged the containers that are already as wanted
 * @param problems what forbids it, and what the operator should know
 */
public record Plan(List<Step> steps, List<String> unchanged, List<Problem> problems) {
  /** Keeps its own copies. */
  public Plan {
    steps = List.copyOf(steps);
    unchanged = List.copyOf(unchanged);
    problems = List.copyOf(problems);
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
