package dev.berth.model;

import java.util.List;
import java.util.Set;

/**
 * A change at its place in the plan.
 *
 * @param number counted from 1, in the order in which a single pair of hands would work
 * @param stage when it is due; stages follow one another
 * @param change what is done
 * @param reasons why, in words; at least one
 * @param after the numbers of the steps of the same stage that must have succeeded before
 */
public record Step(
    int number, Stage stage, Change change, List<String> reasons, Set<Integer> after) {
  /** Keeps its own copies. */
  public Step {
    reasons = List.copyOf(reasons);
    after = Set.copyOf(after);
  }
}
