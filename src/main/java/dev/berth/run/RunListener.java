package dev.berth.run;

import dev.berth.model.operation.Node;
import java.util.List;

/** Told what a run is doing, from the thread that runs it. */
public interface RunListener {

  /** These follow besides, as something failed. */
  default void added(List<Node> nodes) {}

  /** It begins now. */
  default void begun(Node node) {}

  /** A program of it has printed a line; from any thread. */
  default void output(Node node, String line) {}

  /** It is over, or was skipped without having begun. */
  void ended(Node node, Result result);
}
