package dev.berth.engine;

import dev.berth.model.ContainerSpec;
import dev.berth.model.Key;
import dev.berth.model.Labels;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an engine needs to know to write the command that runs a container.
 *
 * @param spec the configuration
 * @param mode who looks after the container
 * @param image what to run
 * @param labels every label that it gets, the configuration's own aside
 * @param environmentFile where the variables that cannot be inherited will lie
 * @param logDirectory where a log file is to be written; empty for the log driver's own place
 * @param healthchecks whether health checks are wanted at all
 * @param gated whether a service counts as started only when it is healthy
 */
public record RunRequest(
    ContainerSpec spec,
    Mode mode,
    RunImage image,
    SortedMap<String, String> labels,
    Path environmentFile,
    Optional<Path> logDirectory,
    boolean healthchecks,
    boolean gated) {

  /** Who looks after a container. */
  public enum Mode {
    /** A systemd unit. */
    SERVICE,
    /** The engine itself: it restarts it, also at boot. */
    ENGINE_SERVICE,
    /** Berth waits for its end. */
    AWAITED_TASK,
    /** The unit of its pod, which waits for its end. */
    INIT,
    /** Nobody: it is started and left. */
    DETACHED_TASK,
    /** Nobody: it is made to see whether the engine takes it, never started, and removed. */
    TRIAL,
    /** A person at a terminal ({@code debug}). */
    FOREGROUND;

    /** The engine's command for it. */
    public String verb() {
      return this == TRIAL ? "create" : "run";
    }
  }

  /** The same with a further label. */
  public RunRequest with(String label, String value) {
    SortedMap<String, String> more = new TreeMap<>(labels);
    more.put(label, value);
    return new RunRequest(
        spec, mode, image, more, environmentFile, logDirectory, healthchecks, gated);
  }

  /** The same, whose variables that cannot be inherited lie elsewhere. */
  public RunRequest reading(Path file) {
    return new RunRequest(spec, mode, image, labels, file, logDirectory, healthchecks, gated);
  }

  /** The same for a service that counts as started only when it is healthy. */
  public RunRequest untilHealthy() {
    return new RunRequest(
        spec, mode, image, labels, environmentFile, logDirectory, healthchecks, true);
  }

  /** Whether a loop on the host checks its health, and not the engine. */
  public boolean isCheckedByHost() {
    return spec.name().text().equals(labels.get(Labels.HOST_CHECKED));
  }

  /** Every label as an argument of {@code run}; ours win over the configuration's. */
  public List<String> labelArguments() {
    SortedMap<String, String> all = new TreeMap<>(spec.fields(Key.LABELS));
    all.putAll(labels);
    return all.entrySet().stream()
        .map(label -> "--label=" + label.getKey() + "=" + label.getValue())
        .toList();
  }
}
