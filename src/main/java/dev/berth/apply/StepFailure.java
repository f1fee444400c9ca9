package dev.berth.apply;

/**
 * What went wrong with a step.
 *
 * @param message in words
 * @param restored whether what was there before runs again
 */
record StepFailure(String message, boolean restored) {
  static StepFailure of(String message) {
    return new StepFailure(message, false);
  }
}
