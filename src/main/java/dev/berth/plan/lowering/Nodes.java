package dev.berth.plan.lowering;

import dev.berth.model.ContainerName;
import dev.berth.model.operation.Barrier;
import dev.berth.model.operation.Behalf;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.NodeId;
import dev.berth.model.operation.Operation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/** The operations of a plan while they are put in order: each comes after some that are in it. */
final class Nodes {
  private final Map<NodeId, Node> nodes = new LinkedHashMap<>();

  /** The behalf and the step for which operations are added. */
  record Cause(Behalf behalf, int step) {
    /** The cause of a container's own operations. */
    Cause(ContainerName container, int step) {
      this(new Behalf.Own(container), step);
    }

    /** The cause of what is nobody's alone. */
    static Cause shared(int step) {
      return new Cause(new Behalf.Shared(), step);
    }
  }

  /** The operations that one comes after, and those that must only be over. */
  record Place(Set<NodeId> after, Set<NodeId> afterEnd) {
    /** The place before everything. */
    static final Place FIRST = new Place(Set.of(), Set.of());

    Place {
      after = Set.copyOf(after);
      afterEnd = Set.copyOf(afterEnd);
    }

    /** The place once this one has succeeded. */
    static Place after(NodeId one) {
      return new Place(Set.of(one), Set.of());
    }

    /** The place once this one is over, however it went. */
    static Place afterEnd(NodeId one) {
      return new Place(Set.of(), Set.of(one));
    }

    /** And once these have succeeded, or are over. */
    Place and(Place other) {
      Set<NodeId> needed = new HashSet<>(after);
      needed.addAll(other.after);
      Set<NodeId> over = new HashSet<>(afterEnd);
      over.addAll(other.afterEnd);
      return new Place(needed, over);
    }

    /** The same place once all of it is over, however it went. */
    Place over() {
      Set<NodeId> all = new HashSet<>(after);
      all.addAll(afterEnd);
      return new Place(Set.of(), all);
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
    return barrier(Cause.shared(0), subject, over);
  }

  /** Adds a point of a step at which these are over, however they went. */
  NodeId barrier(Cause cause, String subject, Collection<NodeId> over) {
    return add(cause, new Barrier(subject), new Place(Set.of(), new HashSet<>(over)), true);
  }

  /** Adds a point of a step at its place. */
  NodeId barrier(Cause cause, String subject, Place place) {
    return add(cause, new Barrier(subject), place, true);
  }

  /** Adds a point that is not passed once there was an interruption. */
  NodeId turn(String subject, Place place) {
    return turn(Cause.shared(0), subject, place);
  }

  /** Adds the turn of a step for which nothing is to be called. */
  NodeId turn(Cause cause, String subject, Place place) {
    return add(cause, new Barrier(subject, true), place, true);
  }

  /** Knows the names of these. */
  void take(Collection<Node> planned) {
    planned.forEach(node -> nodes.put(node.id(), node));
  }

  private NodeId add(Cause cause, Operation operation, Place place, boolean essential) {
    NodeId id = NodeId.of(cause.behalf(), operation);
    Node node = new Node(id, operation, place.after(), place.afterEnd(), cause.step(), essential);
    if (nodes.put(id, node) != null) {
      throw new IllegalStateException("twice: " + id);
    }
    return id;
  }

  /**
   * Adds what has been put in order by itself.
   *
   * @param scope on whose behalf is what is on nobody's
   * @param place what its first ones come after
   * @return the place of what comes once all of it has succeeded, and its spare ones are over; the
   *     given one where there is nothing
   */
  Place graft(Behalf scope, List<Node> part, Place place) {
    return graft(scope, part, place, Node::step, _ -> {});
  }

  /** The same, which tells of each that is added. */
  Place graft(Behalf scope, List<Node> part, Place place, Consumer<Node> added) {
    return graft(scope, part, place, Node::step, added);
  }

  /**
   * The same for what belongs to no step by itself.
   *
   * @param step the number of that to which one belongs, as it was lowered
   */
  Place graft(
      Behalf scope, List<Node> part, Place place, ToIntFunction<Node> step, Consumer<Node> added) {
    Map<NodeId, NodeId> names = new HashMap<>();
    part.forEach(node -> names.put(node.id(), free(scope, node.id())));
    if (part.isEmpty()) {
      return place;
    }
    Set<NodeId> needed = new HashSet<>();
    Set<NodeId> over = new HashSet<>();
    for (Node node : part) {
      NodeId id = Objects.requireNonNull(names.get(node.id()));
      boolean isFirst = node.after().isEmpty() && node.afterEnd().isEmpty();
      // What only waits for the end of something spare must not go on where that was skipped.
      Set<NodeId> after = node.after().isEmpty() ? place.after() : renamed(node.after(), names);
      Set<NodeId> afterEnd = isFirst ? place.afterEnd() : renamed(node.afterEnd(), names);
      Node grafted =
          new Node(id, node.operation(), after, afterEnd, step.applyAsInt(node), node.essential());
      nodes.put(id, grafted);
      added.accept(grafted);
      over.removeAll(after);
      over.removeAll(afterEnd);
      if (node.essential()) {
        needed.removeAll(after);
        needed.add(id);
      } else {
        over.add(id);
      }
    }
    return new Place(needed, over);
  }

  private NodeId free(Behalf scope, NodeId id) {
    NodeId free =
        id.behalf() instanceof Behalf.Shared ? new NodeId(scope, id.verb(), id.subject()) : id;
    while (nodes.containsKey(free)) {
      free = new NodeId(new Behalf.Again(free.behalf()), id.verb(), id.subject());
    }
    return free;
  }

  private static Set<NodeId> renamed(Set<NodeId> ids, Map<NodeId, NodeId> names) {
    Set<NodeId> renamed = new HashSet<>();
    ids.forEach(id -> renamed.add(Objects.requireNonNull(names.get(id))));
    return renamed;
  }

  /** The names of all of them. */
  Set<NodeId> ids() {
    return Set.copyOf(nodes.keySet());
  }

  /** All of them, each behind those that it comes after. */
  List<Node> all() {
    return new ArrayList<>(nodes.values());
  }
}
