package dev.berth.run;

import dev.berth.model.operation.Node;
import java.util.List;

/** Says what follows a failure. */
@FunctionalInterface
public interface Recovery {

  /** An essential operation that was tried and did not work. */
  record Failed(Node node, Failure failure) {}

  /**
   * What is carried out in the place of those that failed; what comes after them waits until it is
   * over, and is skipped then as ever.
   *
   * @param failed those of one call, at least one
   * @return each behind those that it comes after, under names that none has yet; empty where it
   *     stays as it is
   */
  List<Node> after(List<Failed> failed);
}
