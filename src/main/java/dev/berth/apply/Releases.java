package dev.berth.apply;

import dev.berth.model.Change.Release;
import dev.berth.model.Change.Service;
import dev.berth.model.Step;
import dev.berth.model.operation.Node;
import dev.berth.plan.lowering.Teardown;
import dev.berth.run.Executor;
import dev.berth.run.Handler;
import dev.berth.run.Result;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The services that were ended early, as they give up what another one takes. Those whose turn
 * never comes are started again as they were.
 */
final class Releases {
  private final Handler handler;
  private final Progress progress;
  private final int parallel;

  Releases(Handler handler, Progress progress, int parallel) {
    this.handler = handler;
    this.progress = progress;
    this.parallel = parallel;
  }

  /**
   * Starts those again whose own step was not begun; their files are the former ones by now.
   *
   * @param steps that have ended them
   * @param results of the whole run
   */
  void restore(List<Step> steps, List<StepResult> results) {
    Set<String> begun =
        results.stream()
            .filter(result -> result.outcome() != StepResult.Outcome.SKIPPED)
            .filter(result -> result.step().change() instanceof Service)
            .map(result -> result.step().change().subject())
            .collect(Collectors.toSet());
    List<Release> left =
        steps.stream()
            .map(step -> (Release) step.change())
            .filter(release -> !begun.contains(release.container()))
            .toList();
    if (!left.isEmpty()) {
      // An interruption is the very reason why some are.
      new Executor(handler, this::tell, () -> false, parallel).run(Teardown.takenBack(left));
    }
  }

  private void tell(Node node, Result result) {
    progress.note(
        "'"
            + node.id().workload()
            + "' was stopped for another one, and "
            + (result instanceof Result.Failed failed
                ? "does not start again: " + failed.failure().words()
                : "runs again"));
  }
}
