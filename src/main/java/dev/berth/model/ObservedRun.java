package dev.berth.model;

import java.time.Duration;
import java.util.Optional;

/**
 * How a container's run goes, as its engine tells.
 *
 * @param name its name
 * @param state {@code created}, {@code running}, {@code restarting}, {@code exited} … as the engine
 *     says
 * @param restarts how often the engine itself has started it again
 * @param exitCode how it ended last; means nothing while it runs
 * @param error why the engine could not start it; empty where it could
 * @param health its health
 * @param checkInterval the time between two of its health checks; zero where it has none
 * @param outOfMemory whether the kernel ended it last because its memory was used up
 */
public record ObservedRun(
    ContainerName name,
    String state,
    int restarts,
    int exitCode,
    String error,
    ObservedHealth health,
    Duration checkInterval,
    boolean outOfMemory) {

  /** Whether its process runs. */
  public boolean isRunning() {
    return state.equals("running");
  }

  /** Whether it has ended, successfully. */
  public boolean hasEndedWell() {
    return state.equals("exited") && exitCode == 0;
  }

  /** How it ended, {@code with exit code 3}; empty while it runs. */
  public Optional<String> lastEnd() {
    if (isRunning() || state.equals("created") || state.equals("paused")) {
      return Optional.empty();
    }
    return Optional.of(
        "with exit code "
            + exitCode
            + (outOfMemory ? ", out of memory" : "")
            + (error.isEmpty() ? "" : " (" + error + ")"));
  }
}
