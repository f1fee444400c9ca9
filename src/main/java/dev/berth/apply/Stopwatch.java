package dev.berth.apply;

import java.time.Duration;

/** Elapsed time by the clock that never jumps. */
final class Stopwatch {
  private Stopwatch() {}

  static Duration since(long startNanos) {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }
}
