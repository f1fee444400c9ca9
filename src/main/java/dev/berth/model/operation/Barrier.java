package dev.berth.model.operation;

/**
 * A point that others come after, in place of an edge from each of many to each of many. It calls
 * nothing.
 *
 * @param subject what is over then, in words
 * @param isTurn whether an interruption that came by then skips it, and what comes after it
 */
public record Barrier(String subject, boolean isTurn) implements Operation {
  /** One that no interruption skips. */
  public Barrier(String subject) {
    this(subject, false);
  }

  @Override
  public String verb() {
    return "reach";
  }
}
