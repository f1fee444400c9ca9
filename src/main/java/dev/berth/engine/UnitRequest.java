package dev.berth.engine;

import dev.berth.model.ContainerName;
import dev.berth.model.Labels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a systemd unit is to run.
 *
 * @param container its name
 * @param runArgv the command that {@link CommandLine#run} wrote for it
 * @param imageId the id of its image; empty where that is not on the host yet
 * @param beforeStop a command run in it before it is stopped; empty for none
 * @param grace how long a stop waits before it kills
 * @param reloadSignal what a reload sends
 * @param script where {@link CommandLine#unitScript} lies
 * @param pod the pod whose own container it is; empty for all others
 */
public record UnitRequest(
    ContainerName container,
    List<String> runArgv,
    Optional<String> imageId,
    List<String> beforeStop,
    Duration grace,
    String reloadSignal,
    Path script,
    Optional<String> pod) {
  /** Keeps its own copies. */
  public UnitRequest {
    runArgv = List.copyOf(runArgv);
    beforeStop = List.copyOf(beforeStop);
  }

  /**
   * What a container has that this request has made, and no other one: the id of its image without
   * {@code sha256:}, a blank, and its seal. A seal alone is inherited by an image that is made from
   * the container, which then is another image.
   */
  public String identity() {
    return imageId.map(id -> id.replaceFirst("^sha256:", "")).orElse("")
        + " "
        + label(Labels.OWNERSHIP);
  }

  /** A label that the command gives to the container; empty where it does not. */
  public String label(String name) {
    String option = "--label=" + name + "=";
    return runArgv.stream()
        .filter(word -> word.startsWith(option))
        .map(word -> word.substring(option.length()))
        .findFirst()
        .orElse("");
  }
}
