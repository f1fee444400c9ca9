package dev.berth.graph;

/** Colours the word for a state, or leaves it as it is. */
@FunctionalInterface
public interface Paint {
  /** No colours. */
  Paint NONE = (state, text) -> text;

  /** The text in the colour of the state. */
  String of(NodeState state, String text);
}
