package dev.berth.model.operation;

/**
 * Names an operation in its plan, and in a later plan for the same: what it is about never changes
 * with the order or the number of steps.
 *
 * @param workload on whose behalf it is done; empty for what belongs to none
 * @param verb the operation's
 * @param subject the operation's
 */
public record NodeId(String workload, String verb, String subject) {
  @Override
  public String toString() {
    return workload + ": " + verb + " " + subject;
  }
}
