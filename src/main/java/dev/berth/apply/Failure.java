package dev.berth.apply;

/**
 * What went wrong with a step.
 *
 * @param message in words
 * @param restored whether what was there before runs again
 */
record Failure(String message, boolean restored) {
  static Failure of(String message) {
    return new Failure(message, false);
  }
}
