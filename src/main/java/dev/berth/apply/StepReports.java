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
  private final Telling telling;
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

  /** How what became of a step is told. */
  interface Telling {
    /** As it is said by what failed first. */
    Telling PLAIN = new Telling() {};

    /** An operation begins. */
    default void begun(Node node) {}

    /** An operation is over; told before the step. */
    default void ended(Node node, Result result) {}

    /** The step is done. */
    default void done(Step step) {}

    /** The step is over, or was skipped. */
    default void ended(StepResult result) {}

    /** What is told of one that failed. */
    default StepFailure failure(Step step, String why) {
      return StepFailure.of(why);
    }

    /**
     * What is told of one that was not begun.
     *
     * @param because why its first operation was not
     */
    default StepResult skipped(Step step, String because) {
      return StepResult.skipped(step, because);
    }
  }

  /**
   * Tells of these.
   *
   * @param nodes all operations that will be carried out, but for what is added
   */
  StepReports(Progress progress, List<Step> steps, List<Node> nodes, Telling telling) {
    this.progress = progress;
    this.telling = telling;
    steps.forEach(step -> open.put(step.number(), new Open(step)));
    nodes.forEach(node -> of(node).ifPresent(step -> step.left++));
  }

  private Optional<Open> of(Node node) {
    return Optional.ofNullable(open.get(node.step()));
  }

  @Override
  public void added(List<Node> nodes) {
    nodes.forEach(node -> of(node).ifPresent(step -> step.left++));
  }

  @Override
  public void begun(Node node) {
    telling.begun(node);
    of(node)
        .filter(step -> step.begun == 0 && node.essential())
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
    telling.ended(node, result);
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
      telling.ended(ended);
      progress.finished(ended);
    }
  }

  private StepResult result(Open step) {
    if (step.failure.isPresent()) {
      return StepResult.failed(
          step.step, telling.failure(step.step, step.failure.get()), Stopwatch.since(step.begun));
    }
    if (step.skipped.isPresent()) {
      return telling.skipped(step.step, step.skipped.get());
    }
    telling.done(step.step);
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
