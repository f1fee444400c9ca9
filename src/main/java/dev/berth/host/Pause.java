package dev.berth.host;

import java.time.Duration;

/** A wait between two looks at something. */
public final class Pause {
  private Pause() {}

  /** Whether it was waited to the end; an interrupted thread stays interrupted. */
  public static boolean of(Duration time) {
    try {
      Thread.sleep(time);
      return true;
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
