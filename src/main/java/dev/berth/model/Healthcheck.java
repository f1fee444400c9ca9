package dev.berth.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A health check, as Compose and the OCI image format of Docker describe it.
 *
 * @param test {@code CMD} and an argument list, {@code CMD-SHELL} and one string, or {@code NONE};
 *     empty when the image's own test stays
 * @param interval the time between two checks; default 60 s, or Paunch's {@code check_interval}
 * @param timeout how long one check may take
 * @param retries how many failures in a row make it unhealthy
 * @param startPeriod the time in which failures do not count
 * @param startInterval the time between checks in that period
 * @param onFailure what happens to one that is unhealthy
 * @param user who runs it in the container, {@code user[:group]}; empty for the container's own
 */
public record Healthcheck(
    List<String> test,
    Duration interval,
    Optional<Duration> timeout,
    OptionalInt retries,
    Optional<Duration> startPeriod,
    Optional<Duration> startInterval,
    OnFailure onFailure,
    Optional<String> user) {

  /** The default time between two checks, Paunch's. */
  public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(60);

  /** The default of how long one check may take, the engines'. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

  /** The default of how many failures make it unhealthy, the engines'. */
  public static final int DEFAULT_RETRIES = 3;

  /** The most that {@link #interval} is stretched by when it is handed to an engine. */
  public static final int STRETCHED_AT_MOST_PERCENT = 10;

  private static final Duration MARGIN = Duration.ofSeconds(30);

  /** What happens to an unhealthy container. */
  public enum OnFailure {
    /** Nothing; it is reported. */
    NONE,
    /** It is started again. */
    RESTART,
    /** It is stopped. */
    STOP
  }

  /** Keeps its own copy. */
  public Healthcheck {
    test = List.copyOf(test);
  }

  /**
   * The time after which a container that is ever to get healthy is so, or has become unhealthy,
   * with half a minute for the start itself.
   */
  public Duration longestStart() {
    Duration between = interval.multipliedBy(100 + STRETCHED_AT_MOST_PERCENT).dividedBy(100);
    return startPeriod
        .orElse(Duration.ZERO)
        .plus(
            between
                .plus(timeout.orElse(DEFAULT_TIMEOUT))
                .multipliedBy(retries.orElse(DEFAULT_RETRIES) + 1L))
        .plus(MARGIN);
  }

  /** Whether the check is switched off, the image's included. */
  public boolean isDisabled() {
    return !test.isEmpty() && test.getFirst().equals("NONE");
  }
}
