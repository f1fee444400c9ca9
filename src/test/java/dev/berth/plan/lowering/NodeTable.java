package dev.berth.plan.lowering;

import dev.berth.model.operation.Node;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Operations as lines of text. */
public final class NodeTable {
  private NodeTable() {}

  /**
   * {@code workload: verb subject < needed; waited for}, with a question mark where it is spare.
   */
  public static String table(List<Node> nodes) {
    return nodes.stream()
        .map(
            node ->
                node.id()
                    + (node.essential() ? "" : "?")
                    + places(" < ", node.after())
                    + places(" ; ", node.afterEnd()))
        .collect(Collectors.joining("\n"));
  }

  private static String places(String before, Set<?> ids) {
    return ids.isEmpty()
        ? ""
        : before + String.join(", ", new TreeSet<>(ids.stream().map(Object::toString).toList()));
  }
}
