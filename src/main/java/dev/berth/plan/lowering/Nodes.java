package dev.berth.plan.lowering;

import dev.berth.model.operation.Barrier;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.NodeId;
import dev.berth.model.operation.Operation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The operations of a plan while they are put in order: each comes after some that are in it. */
final class Nodes {
  private final Map<NodeId, Node> nodes = new LinkedHashMap<>();

  /** On whose behalf operations are added. */
  record Cause(String workload, int step) {}

  /** The operations that one comes after, and those that must only be over. */
  record Place(Set<NodeId> after, Set<NodeId> afterEnd) {
    /** Before everything. */
    static final Place FIRST = new Place(Set.of(), Set.of());

    Place {
      after = Set.copyOf(after);
      afterEnd = Set.copyOf(afterEnd);
    }

    /** Once this one has succeeded. */
    static Place after(NodeId one) {
      return new Place(Set.of(one), Set.of());
    }

    /** Once this one is over, however it went. */
    static Place afterEnd(NodeId one) {
      return new Place(Set.of(), Set.of(one));
    }

    /** And once this one has succeeded. */
    Place and(NodeId one) {
      Set<NodeId> all = new HashSet<>(after);
      all.add(one);
      return new Place(all, afterEnd);
    }
  }

  /**
   * Adds one whose failure is one of its step.
   *
   * @throws IllegalStateException where it is there already: who adds one twice has the order wrong
   */
  NodeId add(Cause cause, Operation operation, Place place) {
    return add(cause, operation, place, true);
  }

  /** Adds one that may be lost without harm. */
  NodeId addSpare(Cause cause, Operation operation, Place place) {
    return add(cause, operation, place, false);
  }

  /** Adds some of a step, each after the one before it; the last one's name. */
  NodeId addChain(Cause cause, Place place, List<? extends Operation> operations) {
    NodeId last = add(cause, operations.getFirst(), place);
    for (Operation operation : operations.subList(1, operations.size())) {
      last = add(cause, operation, Place.after(last));
    }
    return last;
  }

  /** Adds a point at which these are over, however they went. */
  NodeId barrier(String subject, Collection<NodeId> over) {
    return barrier(new Cause("", 0), subject, over);
  }

  /** Adds a point of a step at which these are over, however they went. */
  NodeId barrier(Cause cause, String subject, Collection<NodeId> over) {
    return add(cause, new Barrier(subject), new Place(Set.of(), new HashSet<>(over)), true);
  }

  private NodeId add(Cause cause, Operation operation, Place place, boolean essential) {
    NodeId id = new NodeId(cause.workload(), operation.verb(), operation.subject());
    Node node = new Node(id, operation, place.after(), place.afterEnd(), cause.step(), essential);
    if (nodes.put(id, node) != null) {
      throw new IllegalStateException("twice: " + id);
    }
    return id;
  }

  /** All of them, each behind those that it comes after. */
  List<Node> all() {
    return new ArrayList<>(nodes.values());
  }
}
