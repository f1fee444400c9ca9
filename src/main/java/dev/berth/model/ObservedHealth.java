package dev.berth.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The health of a container.
 *
 * @param container its name
 * @param status its state
 * @param failingStreak how many checks in a row have failed
 * @param checks the last checks that the engine remembers, oldest first
 */
public record ObservedHealth(
    ContainerName container, Status status, int failingStreak, List<Check> checks) {

  /** The states of a health check, the engines' words. */
  public enum Status {
    /** It has no check. */
    NONE,
    /** It has neither succeeded nor failed often enough yet. */
    STARTING,
    /** Its last check succeeded. */
    HEALTHY,
    /** As many checks in a row have failed as may. */
    UNHEALTHY
  }

  /**
   * One check.
   *
   * @param start when it began
   * @param end when it ended
   * @param exitCode 0 for success
   * @param output what it printed, as far as the engine keeps it
   */
  public record Check(Instant start, Instant end, int exitCode, String output) {
    /** Whether it ended well. */
    public boolean succeeded() {
      return exitCode == 0;
    }
  }

  /**
   * Since when the checks have ended alike.
   *
   * @param instant the start of the first of these checks that the engine remembers
   * @param isExact whether none before it has been forgotten
   */
  public record Since(Instant instant, boolean isExact) {}

  /** How many checks the engines remember, unless they are told otherwise. */
  private static final int REMEMBERED = 5;

  /** Keeps its own copy. */
  public ObservedHealth {
    checks = List.copyOf(checks);
  }

  /** Since when it has been so; empty before the first check. */
  public Optional<Since> since() {
    if (checks.isEmpty()) {
      return Optional.empty();
    }
    int last = checks.size() - 1;
    // Failures of a healthy one are too few as yet to end that.
    while (status == Status.HEALTHY && last >= 0 && !checks.get(last).succeeded()) {
      last--;
    }
    int first = Math.max(last, 0);
    while (first > 0 && checks.get(first - 1).succeeded() == checks.get(last).succeeded()) {
      first--;
    }
    boolean isWholeStreak = status == Status.UNHEALTHY && failingStreak == checks.size();
    boolean reachesBack = first > 0 || checks.size() < REMEMBERED || isWholeStreak;
    return Optional.of(new Since(checks.get(first).start(), reachesBack));
  }

  /** What the last check printed; empty before the first one. */
  public String lastOutput() {
    return checks.isEmpty() ? "" : checks.getLast().output().strip();
  }
}
