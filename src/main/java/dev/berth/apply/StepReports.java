package dev.berth.apply;

import dev.berth.host.Stopwatch;
import dev.berth.model.Step;
import dev.berth.model.operation.Node;
import dev.berth.run.Result;
import dev.berth.run.RunListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells what a run does in the steps of its plan: a step begins with its first operation, and is
 * over with its last.
 */
final class StepReports implements RunListener {
  private final Progress progress;
  private final Map<Integer, Open> open = new HashMap<>();
  private final List<StepResult> results = new ArrayList<>();

  /** A step some of whose operations are not over. */
  private static final class Open {
    private final Step step;
    private int left;
    private long begun;
    private Optional<String> failure = Optional.empty();
    private Optional<String> skipped = Optional.empty();

    private Open(Step step) {
      this.step = step;
    }
  }

  /**
   * Tells of these.
   *
   * @param nodes all operations that will be carried out
   */
  StepReports(Progress progress, List<Step> steps, List<Node> nodes) {
    this.progress = progress;
    steps.forEach(step -> open.put(step.number(), new Open(step)));
    nodes.forEach(node -> of(node).ifPresent(step -> step.left++));
  }

  private Optional<Open> of(Node node) {
    return Optional.ofNullable(open.get(node.step()));
  }

  @Override
  public void begun(Node node) {
    of(node)
        .filter(step -> step.begun == 0)
        .ifPresent(
            step -> {
              step.begun = System.nanoTime();
              progress.started(step.step);
            });
  }

  @Override
  public void output(Node node, String line) {
    of(node).ifPresent(step -> progress.output(step.step, line));
  }

  @Override
  public void ended(Node node, Result result) {
    of(node).ifPresent(step -> ended(step, node, result));
  }

  private void ended(Open step, Node node, Result result) {
    step.left--;
    if (node.essential()) {
      switch (result) {
        case Result.Done _, Result.Open _ -> {}
        case Result.Failed failed ->
            step.failure = step.failure.or(() -> Optional.of(failed.failure().words()));
        case Result.Skipped skipped ->
            step.skipped = step.skipped.or(() -> Optional.of(skipped.because()));
      }
    }
    if (step.left == 0) {
      StepResult ended = result(step);
      results.add(ended);
      progress.finished(ended);
    }
  }

  private StepResult result(Open step) {
    if (step.failure.isPresent()) {
      return StepResult.failed(step.step, step.failure.get(), Stopwatch.since(step.begun));
    }
    if (step.begun == 0 && step.skipped.isPresent()) {
      return StepResult.skipped(step.step, step.skipped.get());
    }
    if (step.begun == 0) {
      // There was nothing to call for it.
      progress.started(step.step);
      return StepResult.done(step.step, Duration.ZERO);
    }
    return StepResult.done(step.step, Stopwatch.since(step.begun));
  }

  /** What became of the steps that are over, as they ended. */
  List<StepResult> results() {
    return List.copyOf(results);
  }
}
