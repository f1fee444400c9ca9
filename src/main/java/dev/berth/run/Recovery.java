package dev.berth.run;

import dev.berth.model.operation.Node;
import java.util.List;

/** Says what follows a failure. */
@FunctionalInterface
public interface Recovery {

  /**
   * What is carried out besides, in the place of the one that failed; what comes after that one is
   * skipped as ever.
   *
   * @return each behind those that it comes after, under names that none has yet; empty where it
   *     stays as it is
   */
  List<Node> after(Node failed, Failure failure);
}
