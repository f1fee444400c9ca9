package dev.berth.model.operation;

/**
 * A point that others come after, in place of an edge from each of many to each of many. It calls
 * nothing.
 *
 * @param subject what is over then, in words
 */
public record Barrier(String subject) implements Operation {
  @Override
  public String verb() {
    return "reach";
  }
}
