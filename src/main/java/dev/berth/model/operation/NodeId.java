package dev.berth.model.operation;

import dev.berth.model.ContainerName;
import java.util.Optional;

/**
 * Names an operation in its plan, and in a later plan for the same: what it is about never changes
 * with the order or the number of steps.
 *
 * @param behalf on whose behalf it is done
 * @param verb the operation's
 * @param subject the operation's
 */
public record NodeId(Behalf behalf, String verb, String subject) {
  /** That of an operation. */
  public static NodeId of(Behalf behalf, Operation operation) {
    return new NodeId(behalf, operation.verb(), operation.subject());
  }

  /** The container on whose own behalf it is done; empty for all else. */
  public Optional<ContainerName> container() {
    return behalf instanceof Behalf.Own own ? Optional.of(own.container()) : Optional.empty();
  }

  @Override
  public String toString() {
    return behalf.text() + ": " + verb + " " + subject;
  }
}
