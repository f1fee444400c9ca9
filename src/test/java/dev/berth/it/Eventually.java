package dev.berth.it;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what comes by itself, with a deadline. */
final class Eventually {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(100);

  private Eventually() {}

  /** Returns as soon as the condition holds; fails, naming it, when it never does. */
  static void holds(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + DEADLINE.toSeconds() + " s: " + what);
      }
      try {
        Thread.sleep(POLL);
      } catch (InterruptedException ended) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted while waiting for: " + what, ended);
      }
    }
  }
}
