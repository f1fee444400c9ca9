package dev.berth.apply;

import dev.berth.host.SideBySide;
import dev.berth.model.Plan;
import dev.berth.model.Stage.Phase;
import dev.berth.model.operation.ContainerOperation.RemoveTrial;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.NodeId;
import dev.berth.plan.lowering.TrialLowering;
import dev.berth.run.Executor;
import dev.berth.run.Handler;
import dev.berth.run.Result;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Carries the trials of a plan out; what was made is removed beside what comes next. */
final class TrialRun {
  private final Handler handler;
  private final int parallel;
  private CompletableFuture<Map<NodeId, Result>> removal =
      CompletableFuture.completedFuture(Map.of());

  TrialRun(Handler handler, int parallel) {
    this.handler = handler;
    this.parallel = parallel;
  }

  /** The results of those that were refused. */
  List<StepResult> run(Plan plan, List<TrialLowering.Trial> trials) {
    List<Node> nodes = TrialLowering.of(trials);
    List<Node> removals =
        nodes.stream().filter(node -> node.operation() instanceof RemoveTrial).toList();
    Map<NodeId, Result> results;
    try {
      results = run(nodes.stream().filter(node -> !removals.contains(node)).toList());
    } finally {
      removal =
          SideBySide.begin(
              () ->
                  run(
                      removals.stream()
                          .map(
                              node ->
                                  new Node(
                                      node.id(), node.operation(), Set.of(), Set.of(), 0, false))
                          .toList()));
    }
    return plan.steps(Phase.GROUP).stream()
        .flatMap(
            step ->
                results.entrySet().stream()
                    .filter(trial -> trial.getKey().workload().equals(step.change().subject()))
                    .flatMap(trial -> trial.getValue().problem().stream())
                    .map(why -> StepResult.failed(step, why, Duration.ZERO)))
        .toList();
  }

  private Map<NodeId, Result> run(List<Node> nodes) {
    return new Executor(handler, (node, result) -> {}, () -> false, parallel).run(nodes);
  }

  /** Waits until all that was made is gone: what is left is removed by the next run. */
  void finish() {
    SideBySide.join(removal);
  }
}
