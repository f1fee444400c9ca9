package dev.berth.model;

import java.util.List;

/**
 * The {@code HEALTHCHECK} that an image declares, as its author wrote it: any number may stand
 * there (Docker's image specification 1.2, "Healthcheck"). 0 is the engine's default everywhere.
 *
 * @param test as in {@link Healthcheck}, never {@code NONE}, not empty
 * @param interval the time between two checks, in nanoseconds
 * @param timeout how long one check may take, in nanoseconds
 * @param startPeriod the time in which failures do not count, in nanoseconds
 * @param startInterval the time between checks in that period, in nanoseconds
 * @param retries how many failures in a row make it unhealthy
 */
public record ImageHealthcheck(
    List<String> test,
    long interval,
    long timeout,
    long startPeriod,
    long startInterval,
    long retries) {
  /** Keeps its own copy. */
  public ImageHealthcheck {
    test = List.copyOf(test);
  }

  /** One with the engine's defaults. */
  public ImageHealthcheck(List<String> test) {
    this(test, 0, 0, 0, 0, 0);
  }
}
