package dev.berth.apply;

import dev.berth.model.Step;
import java.time.Duration;

/**
 * What became of a step.
 *
 * @param step the step
 * @param outcome in one word
 * @param message what went wrong, or why it was not tried; empty when it is done
 * @param took how long it took; zero when it was not tried
 */
public record StepResult(Step step, Outcome outcome, String message, Duration took) {

  /** Whether it was tried and did not work. */
  boolean isFailure() {
    return outcome == Outcome.FAILED || outcome == Outcome.RESTORED;
  }

  /** What may become of a step. */
  public enum Outcome {
    /** It is as it should be. */
    DONE,
    /** It was tried and did not work. */
    FAILED,
    /** It was tried and did not work, and what was there before runs again. */
    RESTORED,
    /** It was not tried, because of another step or because the run was interrupted. */
    SKIPPED
  }

  static StepResult done(Step step, Duration took) {
    return new StepResult(step, Outcome.DONE, "", took);
  }

  static StepResult failed(Step step, String message, Duration took) {
    return new StepResult(step, Outcome.FAILED, message, took);
  }

  static StepResult failed(Step step, StepFailure failure, Duration took) {
    return new StepResult(
        step, failure.restored() ? Outcome.RESTORED : Outcome.FAILED, failure.message(), took);
  }

  static StepResult skipped(Step step, String because) {
    return new StepResult(step, Outcome.SKIPPED, because, Duration.ZERO);
  }
}
