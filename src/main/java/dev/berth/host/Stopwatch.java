package dev.berth.host;

import java.time.Duration;

/** Elapsed time by the clock that never jumps. */
public final class Stopwatch {
  private Stopwatch() {}

  public static Duration since(long startNanos) {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }
}
