package dev.berth.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a systemd unit is to run.
 *
 * @param container its name
 * @param runArgv the command that {@link Engine#run} wrote for it
 * @param imageId the id of its image; empty where that is not on the host yet
 * @param beforeStop a command run in it before it is stopped; empty for none
 * @param grace how long a stop waits before it kills
 * @param reloadSignal what a reload sends
 * @param script where {@link Engine#unitScript} lies
 */
public record UnitRequest(
    String container,
    List<String> runArgv,
    Optional<String> imageId,
    List<String> beforeStop,
    Duration grace,
    String reloadSignal,
    Path script) {
  /** Keeps its own copies. */
  public UnitRequest {
    runArgv = List.copyOf(runArgv);
    beforeStop = List.copyOf(beforeStop);
  }
}
