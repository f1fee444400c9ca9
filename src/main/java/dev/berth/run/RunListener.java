package dev.berth.run;

import dev.berth.model.operation.Node;

/** Told what a run is doing, from the thread that runs it. */
public interface RunListener {

  /** It begins now. */
  default void begun(Node node) {}

  /** A program of it has printed a line; from any thread. */
  default void output(Node node, String line) {}

  /** It is over, or was skipped without having begun. */
  void ended(Node node, Result result);
}
