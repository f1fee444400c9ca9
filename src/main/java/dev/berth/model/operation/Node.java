package dev.berth.model.operation;

import java.util.Set;

/**
 * An operation at its place.
 *
 * @param id its name in the plan
 * @param operation what is called
 * @param after those that must have succeeded before; where one has not, this is skipped
 * @param afterEnd those that must only be over before
 * @param step the number of the step that it belongs to, whose reasons are its cause; 0 for none
 * @param essential whether its failure is one of its step; what may be lost without harm is not
 */
public record Node(
    NodeId id,
    Operation operation,
    Set<NodeId> after,
    Set<NodeId> afterEnd,
    int step,
    boolean essential) {
  /** Keeps its own copies. */
  public Node {
    after = Set.copyOf(after);
    afterEnd = Set.copyOf(afterEnd);
  }
}
