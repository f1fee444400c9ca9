package dev.berth.apply;

import dev.berth.engine.EngineException;
import dev.berth.model.Step;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.NodeId;
import dev.berth.run.Executor;
import dev.berth.run.Failure;
import dev.berth.run.Failure.Fault;
import dev.berth.run.Handler;
import dev.berth.run.Result;
import dev.berth.run.RunListener;
import dev.berth.systemd.SystemdException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Carries out the operations of steps. */
final class StepOperations {
  private final Handler handler;
  private final Progress progress;
  private final BooleanSupplier interrupted;
  private final int parallel;

  StepOperations(Handler handler, Progress progress, BooleanSupplier interrupted, int parallel) {
    this.handler = handler;
    this.progress = progress;
    this.interrupted = interrupted;
    this.parallel = parallel;
  }

  /**
   * Carries out the nodes of several steps, each of which begins unless there was an interruption.
   */
  List<StepResult> run(List<Step> steps, List<Node> nodes) {
    StepReports reports = new StepReports(progress, steps, nodes, StepReports.Telling.PLAIN);
    new Executor(handler, reports, interrupted, parallel).run(nodes);
    return reports.results();
  }

  /** Carries out the nodes of steps that have begun, to their end; what became of each. */
  Map<NodeId, Result> results(List<Node> nodes) {
    return new Executor(handler, (_, _) -> {}, () -> false, parallel).run(nodes);
  }

  /** Carries out the nodes of steps that go back, which somebody follows. */
  void follow(List<Node> nodes, RunListener listener) {
    new Executor(handler, listener, () -> false, parallel).run(nodes);
  }

  /** Carries out nodes of no step; what became of them all. */
  Result outcome(List<Node> nodes) {
    return outcome(nodes, results(nodes));
  }

  /** What became of them all: the first that failed, of those that must not. */
  static Result outcome(List<Node> nodes, Map<NodeId, Result> results) {
    return nodes.stream()
        .filter(Node::essential)
        .map(node -> results.get(node.id()))
        .filter(Result.Failed.class::isInstance)
        .findFirst()
        .orElseGet(Result::done);
  }

  /**
   * The same where nothing can go on without them.
   *
   * @throws UncheckedIOException where something could not be written; the rest may be
   * @throws SystemdException where systemd would not
   */
  void require(List<Node> nodes) {
    require(outcome(nodes));
  }

  /** The same for what was done already. */
  static void require(Result outcome) {
    if (outcome instanceof Result.Failed(Failure failure)) {
      throw failure instanceof Fault fault
          ? new UncheckedIOException(fault.words(), new IOException(fault.words()))
          : new SystemdException(failure.words());
    }
  }

  /**
   * Looks at services once all have had their turn.
   *
   * @param steps theirs
   * @return by step, why those did that did not stay up, or did not get healthy
   * @throws EngineException where nobody could say
   */
  Map<Step, String> fallen(Collection<Step> steps, List<Node> looks) {
    Map<NodeId, Result> results = results(looks);
    Map<Integer, Failure> failures = new HashMap<>();
    for (Node look : looks) {
      if (results.get(look.id()) instanceof Result.Failed failed) {
        failures.putIfAbsent(look.step(), failed.failure());
      }
    }
    Map<Step, String> fallen = new LinkedHashMap<>();
    for (Step step : steps) {
      Failure failure = failures.get(step.number());
      if (failure instanceof Fault) {
        throw new EngineException(failure.words());
      }
      if (failure != null) {
        fallen.put(step, failure.words());
      }
    }
    return fallen;
  }
}
