package dev.berth.plan.lowering;

import dev.berth.model.operation.Behalf;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.NodeId;
import dev.berth.plan.lowering.Nodes.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;

/** What is added to a plan while it is carried out, under names that nothing has yet. */
public final class AddedNodes {
  private final Nodes nodes = new Nodes();

  /** Adds to these. */
  public AddedNodes(Collection<Node> planned) {
    nodes.take(planned);
  }

  /**
   * Some that were added.
   *
   * @param part as they were lowered
   * @param nodes as they are carried out
   */
  public record Added(List<Node> part, List<Node> nodes) {
    /** Nothing. */
    public static final Added NONE = new Added(List.of(), List.of());

    /** Keeps its own copies. */
    public Added {
      part = List.copyOf(part);
      nodes = List.copyOf(nodes);
    }

    /** What became of each that is over, under the names with which they were lowered. */
    public <R> Map<NodeId, R> of(Map<NodeId, R> results) {
      Map<NodeId, R> mine = new HashMap<>();
      for (int i = 0; i < part.size(); i++) {
        NodeId id = part.get(i).id();
        Optional.ofNullable(results.get(nodes.get(i).id())).ifPresent(it -> mine.put(id, it));
      }
      return mine;
    }

    /** The same with these behind them. */
    public Added and(Added other) {
      List<Node> parts = new ArrayList<>(part);
      parts.addAll(other.part);
      List<Node> all = new ArrayList<>(nodes);
      all.addAll(other.nodes);
      return new Added(parts, all);
    }
  }

  /**
   * Adds some.
   *
   * @param before what has to be over first
   * @param isNeeded whether that must also have succeeded
   * @param step the number of the step to which one belongs
   */
  public Added add(List<Node> part, Added before, boolean isNeeded, ToIntFunction<NodeId> step) {
    Set<NodeId> needed = new HashSet<>();
    Set<NodeId> over = new HashSet<>();
    for (Node node : before.nodes()) {
      (isNeeded && node.essential() ? needed : over).add(node.id());
    }
    List<Node> grafted = new ArrayList<>();
    nodes.graft(
        new Behalf.Shared(),
        part,
        new Place(needed, over),
        node -> step.applyAsInt(node.id()),
        grafted::add);
    return new Added(part, grafted);
  }
}
