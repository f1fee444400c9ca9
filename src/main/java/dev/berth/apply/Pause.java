package dev.berth.apply;

import java.time.Duration;

/** A wait between two looks at something. */
final class Pause {
  private Pause() {}

  /** Whether it was waited to the end; an interrupted thread stays interrupted. */
  static boolean of(Duration time) {
    try {
      Thread.sleep(time);
      return true;
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
