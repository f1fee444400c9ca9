package dev.berth.apply;

import dev.berth.engine.RuntimeControl;
import dev.berth.host.CommandResult;
import dev.berth.host.Pause;
import dev.berth.host.SideBySide;
import dev.berth.host.Stopwatch;
import dev.berth.model.Change;
import dev.berth.model.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;

/**
 * Fetches images side by side; registries fail now and then, so each has several tries. Those that
 * the other engine has come over together.
 */
final class Pulls {
  private static final int TRIES = 4;
  private static final int SIDE_BY_SIDE = 4;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

  private final RuntimeControl control;
  private final Crossing crossing;
  private final Progress progress;
  private final BooleanSupplier interrupted;

  Pulls(RuntimeControl control, Crossing crossing, Progress progress, BooleanSupplier interrupted) {
    this.control = control;
    this.crossing = crossing;
    this.progress = progress;
    this.interrupted = interrupted;
  }

  List<StepResult> run(List<Step> steps) {
    List<Step> carried = steps.stream().filter(Pulls::isCarried).toList();
    List<StepResult> results = new ArrayList<>(carry(carried));
    results.addAll(
        SideBySide.map(
            steps.stream().filter(step -> !isCarried(step)).toList(), SIDE_BY_SIDE, this::pull));
    return results;
  }

  private static boolean isCarried(Step step) {
    return step.change() instanceof Change.CarryImage;
  }

  private List<StepResult> carry(List<Step> steps) {
    if (steps.isEmpty()) {
      return List.of();
    }
    if (interrupted.getAsBoolean()) {
      return steps.stream().map(step -> StepResult.skipped(step, "interrupted")).toList();
    }
    steps.forEach(progress::started);
    long begun = System.nanoTime();
    Map<String, String> failures =
        crossing.bring(
            steps.stream().map(step -> step.change().subject()).toList(), progress::note);
    return steps.stream()
        .map(
            step -> {
              String why = failures.get(step.change().subject());
              return finish(
                  why == null
                      ? StepResult.done(step, Stopwatch.since(begun))
                      : StepResult.failed(step, why, Stopwatch.since(begun)));
            })
        .toList();
  }

  private StepResult pull(Step step) {
    if (interrupted.getAsBoolean()) {
      return StepResult.skipped(step, "interrupted");
    }
    progress.started(step);
    long begun = System.nanoTime();
    String reference = step.change().subject();
    String lastWords = "";
    for (int attempt = 1; attempt <= TRIES && !interrupted.getAsBoolean(); attempt++) {
      CommandResult result = control.pull(reference, line -> progress.output(step, line));
      if (result.succeeded()) {
        return finish(StepResult.done(step, Stopwatch.since(begun)));
      }
      lastWords = result.lastWords();
      progress.output(step, "try " + attempt + " of " + TRIES + " failed: " + lastWords);
      if (attempt < TRIES) {
        pause(attempt);
      }
    }
    return finish(StepResult.failed(step, lastWords, Stopwatch.since(begun)));
  }

  private StepResult finish(StepResult result) {
    progress.finished(result);
    return result;
  }

  /** Twice as long each time, and never the same on two hosts. */
  private static void pause(int attempt) {
    long longest = FIRST_PAUSE.toMillis() << attempt;
    Pause.of(Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest / 2, longest)));
  }
}
