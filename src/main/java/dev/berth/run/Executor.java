package dev.berth.run;

import dev.berth.host.Messages;
import dev.berth.model.operation.Barrier;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.NodeId;
import dev.berth.model.operation.Operation;
import dev.berth.run.Lane.Pool;
import dev.berth.run.Recovery.Failed;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;

/**
 * Walks a graph of operations: each is begun as soon as those before it are over and its {@link
 * Lane} has a place, with others of its kind in one call. It never asks what an operation means.
 */
public final class Executor {
  private final Handler handler;
  private final Recovery recovery;
  private final RunListener listener;
  private final BooleanSupplier interrupted;
  private final int parallel;

  /**
   * An executor.
   *
   * @param handler carries operations out; called from several threads
   * @param interrupted asked before each step: what has begun by then is finished, the rest skipped
   * @param parallel how many containers the engine is to be busy with at a time; with 1 there is
   *     never more than one call of anything
   */
  public Executor(
      Handler handler, RunListener listener, BooleanSupplier interrupted, int parallel) {
    this(handler, failed -> List.of(), listener, interrupted, parallel);
  }

  /**
   * The same, with a way out of failures.
   *
   * @param recovery asked for the failures of each call, but for those of what it has added itself
   */
  public Executor(
      Handler handler,
      Recovery recovery,
      RunListener listener,
      BooleanSupplier interrupted,
      int parallel) {
    this.handler = handler;
    this.recovery = recovery;
    this.listener = listener;
    this.interrupted = interrupted;
    this.parallel = parallel;
  }

  /**
   * Carries them out.
   *
   * @param nodes each behind those that it comes after
   * @return what became of each, in their order, with those that were added after a failure
   * @throws Error where a handler has thrown one; nothing else is begun then
   */
  public Map<NodeId, Result> run(List<Node> nodes) {
    return new Walk(nodes).walk();
  }

  /** What a call has come to. */
  private record Report(Lane lane, List<Node> nodes, List<Result> results, Optional<Error> error) {}

  /**
   * Where one stands in the plan.
   *
   * @param number counted from 0
   * @param added counted from 1 for what was added after the failure of the one with that number
   */
  private record Place(int number, int added) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
        Comparator.comparingInt(Place::number).thenComparingInt(Place::added);

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  /** What failed and is over only when what was added for it is. */
  private static final class Held {
    private final List<Node> nodes;
    private int left;

    private Held(List<Node> nodes, int left) {
      this.nodes = nodes;
      this.left = left;
    }
  }

  /** One run; its state is its own thread's. */
  private final class Walk {
    private final TreeMap<Place, Node> nodes = new TreeMap<>();
    private final Map<NodeId, Result> results = new HashMap<>();

    /** How many of those before it are not over yet. */
    private final Map<NodeId, Integer> open = new HashMap<>();

    private final Map<NodeId, List<Node>> followers = new HashMap<>();
    private final Deque<Node> free = new ArrayDeque<>();

    /** Whoever stands first in the plan comes first. */
    private final Map<NodeId, Place> places = new HashMap<>();

    private final Map<Lane, Queue<Node>> ready = new HashMap<>();
    private final Map<Lane, Integer> running = new HashMap<>();

    /** How many places of each pool are taken. */
    private final Map<Pool, Integer> taken = new HashMap<>();

    private final Set<Integer> begunSteps = new HashSet<>();
    private final Map<NodeId, Held> holding = new HashMap<>();
    private final Set<NodeId> heldUp = new HashSet<>();
    private final BlockingQueue<Report> reports = new LinkedBlockingQueue<>();
    private final Comparator<Node> inPlan =
        Comparator.comparing(node -> Objects.requireNonNull(places.get(node.id())));
    private int calls;

    Walk(List<Node> nodes) {
      nodes.forEach(node -> add(node, new Place(places.size(), 0)));
    }

    private void add(Node node, Place place) {
      places.put(node.id(), place);
      nodes.put(place, node);
      Set<NodeId> before = new HashSet<>(node.after());
      before.addAll(node.afterEnd());
      before.removeAll(results.keySet());
      open.put(node.id(), before.size());
      before.forEach(id -> followers.computeIfAbsent(id, key -> new ArrayList<>()).add(node));
      if (before.isEmpty()) {
        free.add(node);
      }
    }

    /** Adds what follows these failures; what comes after them waits until that is over. */
    private void recover(List<Failed> failed) {
      List<Failed> first = failed.stream().filter(one -> place(one.node()).added() == 0).toList();
      List<Node> added = first.isEmpty() ? List.of() : recovery.after(first);
      if (added.isEmpty()) {
        return;
      }
      listener.added(added);
      Held held = new Held(first.stream().map(Failed::node).toList(), added.size());
      int number = place(first.getFirst().node()).number();
      for (Node node : added) {
        holding.put(node.id(), held);
        add(
            node,
            new Place(number, 1 + nodes.floorKey(new Place(number, Integer.MAX_VALUE)).added()));
      }
      held.nodes.forEach(node -> heldUp.add(node.id()));
    }

    private Place place(Node node) {
      return Objects.requireNonNull(places.get(node.id()));
    }

    Map<NodeId, Result> walk() {
      do {
        while (!free.isEmpty()) {
          pass(free.remove());
        }
        begin();
        if (calls > 0) {
          take();
        }
      } while (calls > 0 || !free.isEmpty() || isAnyReady());
      Map<NodeId, Result> ordered = new LinkedHashMap<>();
      for (Node node : nodes.values()) {
        ordered.put(
            node.id(),
            Optional.ofNullable(results.get(node.id()))
                .orElseThrow(() -> new IllegalStateException("nothing leads to " + node.id())));
      }
      return ordered;
    }

    private boolean isAnyReady() {
      return ready.values().stream().anyMatch(waiting -> !waiting.isEmpty());
    }

    /**
     * All before it are over. What is skipped is so only now: who only waits for its end relies on
     * that of those before it, too.
     */
    private void pass(Node node) {
      Optional<NodeId> missing =
          node.after().stream().filter(id -> !result(id).letsOthersGoOn()).findFirst();
      if (missing.isPresent()) {
        end(node, new Result.Skipped("'" + missing.get() + "' was not done"));
      } else if (node.operation() instanceof Barrier barrier) {
        end(
            node,
            barrier.isTurn() && interrupted.getAsBoolean()
                ? new Result.Skipped("interrupted")
                : Result.done());
      } else {
        ready
            .computeIfAbsent(
                Lane.of(node.operation(), parallel), lane -> new PriorityQueue<>(inPlan))
            .add(node);
      }
    }

    private Result result(NodeId id) {
      return Optional.ofNullable(results.get(id)).orElseThrow();
    }

    /** Whatever has a place. */
    private void begin() {
      ready.entrySet().stream()
          .filter(lane -> !lane.getValue().isEmpty())
          .sorted(Comparator.comparing(lane -> lane.getValue().element(), inPlan))
          .forEach(lane -> begin(lane.getKey(), lane.getValue()));
    }

    /** How many more may be one call now; 0 where none may be begun. */
    private int room(Lane lane) {
      if ((parallel == 1 && calls > 0) || isHeldUp(lane)) {
        return 0;
      }
      int left = lane.pool().places() - taken.getOrDefault(lane.pool(), 0);
      return lane.pool().ofOperations() || left <= 0
          ? Math.min(left, lane.merged())
          : lane.merged();
    }

    private boolean isHeldUp(Lane lane) {
      return ready.keySet().stream()
          .filter(lane::waitsFor)
          .anyMatch(other -> running.getOrDefault(other, 0) > 0 || isWaiting(other));
    }

    private boolean isWaiting(Lane lane) {
      Queue<Node> waiting = ready.get(lane);
      return waiting != null && !waiting.isEmpty();
    }

    private void begin(Lane lane, Queue<Node> waiting) {
      for (int room = room(lane); room > 0 && !waiting.isEmpty(); room = room(lane)) {
        List<Node> together = new ArrayList<>();
        while (!waiting.isEmpty() && together.size() < room) {
          Node node = waiting.remove();
          if (!begunSteps.contains(node.step()) && interrupted.getAsBoolean()) {
            end(node, new Result.Skipped("interrupted"));
          } else {
            if (node.essential() || node.step() == 0) {
              begunSteps.add(node.step());
            }
            listener.begun(node);
            together.add(node);
          }
        }
        if (!together.isEmpty()) {
          count(lane, together, 1);
          Thread.ofVirtual().start(() -> reports.add(call(lane, together)));
        }
      }
    }

    private void count(Lane lane, List<Node> together, int sign) {
      calls += sign;
      running.merge(lane, sign, Integer::sum);
      taken.merge(
          lane.pool(), sign * (lane.pool().ofOperations() ? together.size() : 1), Integer::sum);
    }

    private Report call(Lane lane, List<Node> together) {
      List<Operation> operations = together.stream().map(Node::operation).toList();
      try {
        List<Result> ended =
            handler.run(operations, line -> listener.output(together.getFirst(), line));
        if (ended.size() != operations.size()) {
          throw new IllegalStateException(
              "of "
                  + operations.size()
                  + " in the lane '"
                  + lane.name()
                  + "' "
                  + ended.size()
                  + " were carried out");
        }
        return new Report(lane, together, ended, Optional.empty());
      } catch (RuntimeException fault) {
        Result failed = new Result.Failed(new Failure.Fault(Messages.of(fault)));
        return new Report(
            lane, together, Collections.nCopies(together.size(), failed), Optional.empty());
      } catch (Error error) {
        return new Report(lane, together, List.of(), Optional.of(error));
      }
    }

    private void take() {
      Report report = next();
      if (report.error().isPresent()) {
        throw report.error().get();
      }
      count(report.lane(), report.nodes(), -1);
      List<Failed> failed = new ArrayList<>();
      for (int i = 0; i < report.nodes().size(); i++) {
        Node node = report.nodes().get(i);
        results.put(node.id(), report.results().get(i));
        if (report.results().get(i) instanceof Result.Failed(Failure failure) && node.essential()) {
          failed.add(new Failed(node, failure));
        }
      }
      recover(failed);
      for (int i = 0; i < report.nodes().size(); i++) {
        end(report.nodes().get(i), report.results().get(i));
      }
    }

    private void end(Node node, Result result) {
      results.put(node.id(), result);
      listener.ended(node, result);
      if (!heldUp.contains(node.id())) {
        letOn(node);
      }
      Held held = holding.get(node.id());
      if (held != null && --held.left == 0) {
        held.nodes.forEach(this::letOn);
      }
    }

    private void letOn(Node node) {
      for (Node follower : followers.getOrDefault(node.id(), List.of())) {
        if (open.merge(follower.id(), -1, Integer::sum) == 0) {
          free.add(follower);
        }
      }
    }

    private Report next() {
      while (true) {
        try {
          return reports.take();
        } catch (InterruptedException ignored) {
          // What runs is always finished; the interruption is seen through the flag.
          Thread.onSpinWait();
        }
      }
    }
  }
}
