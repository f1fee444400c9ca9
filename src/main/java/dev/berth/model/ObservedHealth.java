package dev.berth.model;

import java.time.Instant;
import java.util.List;

/**
 * The health of a container.
 *
 * @param container its name
 * @param status its state
 * @param failingStreak how many checks in a row have failed
 * @param checks the last checks that the engine remembers, oldest first
 */
public record ObservedHealth(
    String container, Status status, int failingStreak, List<Check> checks) {

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
  public record Check(Instant start, Instant end, int exitCode, String output) {}

  /** Keeps its own copy. */
  public ObservedHealth {
    checks = List.copyOf(checks);
  }
}
