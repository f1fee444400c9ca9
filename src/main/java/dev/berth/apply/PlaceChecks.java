package dev.berth.apply;

import dev.berth.engine.LogOptions;
import dev.berth.host.Account;
import dev.berth.host.Directories;
import dev.berth.host.Messages;
import dev.berth.host.PathTrust;
import dev.berth.model.Change.CreateDirectory;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Key;
import dev.berth.model.Mount;
import dev.berth.model.Plan;
import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Looks whether what root makes or writes for containers lies where nobody else could put a link or
 * another directory in its place: told while planning, before anything has changed.
 */
final class PlaceChecks {
  private static final String ADVICE =
      "choose a place that is root's alone, or take from others the right to write there";

  private final List<ContainerSpec> specs;
  private final Problems problems;

  PlaceChecks(List<ContainerSpec> specs, Problems problems) {
    this.specs = specs;
    this.problems = problems;
  }

  /** The directories that a plan makes. */
  void directories(Plan plan) {
    plan.steps().stream()
        .filter(step -> step.change() instanceof CreateDirectory)
        .map(step -> ((CreateDirectory) step.change()).path())
        .forEach(
            path ->
                Directories.obstacle(Path.of(path))
                    .ifPresent(
                        why ->
                            problems.error(
                                bound(path),
                                "bind source '" + path + "' is not there and is not made: " + why,
                                "make it yourself, or " + ADVICE)));
  }

  private SourcePosition bound(String path) {
    return specs.stream()
        .flatMap(spec -> spec.mounts().stream())
        .filter(mount -> mount.source().equals(path))
        .map(Mount::at)
        .findFirst()
        .orElse(SourcePosition.of(path));
  }

  /**
   * The files that an engine writes logs to, as root: a link there would have it write anywhere.
   *
   * @param directory that of containers that name no driver; empty for none
   */
  void logs(Optional<Path> directory) {
    if (directory.isPresent() && !Files.isDirectory(directory.get())) {
      problems.error(
          SourcePosition.of("--container-log-path"),
          "'" + directory.get() + "' is no directory",
          "make it first: the engine does not");
    }
    if (!Account.current().isRoot()) {
      return;
    }
    for (ContainerSpec spec : specs) {
      LogOptions options = LogOptions.of(spec);
      Optional<String> given = Optional.ofNullable(options.options().get("path"));
      if (given.isPresent()) {
        log(Path.of(given.get()), spec.position(Key.LOG_OPTS));
      } else if (options.driver().isEmpty() && directory.isPresent()) {
        log(
            directory.get().resolve(spec.name() + ".log"),
            SourcePosition.of("--container-log-path"));
      }
    }
  }

  private void log(Path file, SourcePosition at) {
    try {
      PathTrust.doubt(file)
          .ifPresent(
              doubt ->
                  problems.error(
                      at,
                      "the log '"
                          + file
                          + "' is not root's alone: '"
                          + doubt.path()
                          + "', "
                          + doubt.why(),
                      ADVICE));
    } catch (IOException cause) {
      problems.error(at, "the log '" + file + "' cannot be looked at: " + Messages.of(cause));
    }
  }
}
