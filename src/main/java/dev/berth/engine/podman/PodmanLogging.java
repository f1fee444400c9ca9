package dev.berth.engine.podman;

import dev.berth.engine.LogOptions;
import dev.berth.engine.RunRequest;
import dev.berth.engine.RunRequest.Mode;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Key;
import dev.berth.model.Problems;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a container's output goes. Podman keeps the file of a driver beside the container, unless
 * it is told another place: it goes with a container that is removed at its end, as that of a
 * service is, and what is about a crash with it.
 */
final class PodmanLogging {
  private static final String JOURNAL = "journald";
  private static final String PATH = "path";
  private static final String TAG = "tag";

  /** Drivers that write a file; {@code local} is Docker's, Podman has none of this name. */
  private static final Set<String> FILES = Set.of("json-file", "k8s-file", "local");

  /** podman-run(1), {@code --log-driver}. */
  private static final Set<String> DRIVERS =
      Set.of("k8s-file", "json-file", "journald", "none", "passthrough", "passthrough-tty");

  private PodmanLogging() {}

  /** The configuration's driver, else a file where a directory is given, else the journal. */
  static List<String> arguments(RunRequest request) {
    LogOptions given = LogOptions.of(request.spec());
    boolean isLost =
        request.mode() != Mode.FOREGROUND && isRemoved(request.spec()) && isBesideContainer(given);
    if (given.driver().isPresent() && !isLost) {
      return given.arguments();
    }
    Optional<String> file =
        request
            .logDirectory()
            .map(directory -> directory.resolve(request.spec().name() + ".log").toString());
    LogOptions kept = isLost && file.isEmpty() ? given.withOnly(Set.of(TAG)) : given;
    return file.map(path -> kept.withDriver("k8s-file").withOption(PATH, path))
        .orElseGet(() -> kept.withDriver(JOURNAL))
        .arguments();
  }

  /** Says where the output of a driver goes that would lose it. */
  static void check(ContainerSpec spec, Problems problems) {
    LogOptions given = LogOptions.of(spec);
    if (isRemoved(spec) && isBesideContainer(given)) {
      problems.warning(
          spec.position(spec.values().containsKey(Key.LOG_DRIVER) ? Key.LOG_DRIVER : Key.LOGGING),
          "podman would lose at each end of "
              + spec.name()
              + " what the driver "
              + given.driver().orElse("")
              + " has kept: its output goes to the journal instead",
          "'berth logs "
              + spec.name()
              + "' shows it; for a file give the option "
              + PATH
              + ", or --container-log-path");
    } else if (given.driver().filter(driver -> !DRIVERS.contains(driver)).isPresent()) {
      problems.error(
          spec.position(spec.values().containsKey(Key.LOG_DRIVER) ? Key.LOG_DRIVER : Key.LOGGING),
          "podman has no log driver of this name",
          "write journald, k8s-file, json-file, none or passthrough");
    }
  }

  private static boolean isRemoved(ContainerSpec spec) {
    return spec.role() == ContainerSpec.Role.SERVICE || spec.isRemovedAtEnd();
  }

  private static boolean isBesideContainer(LogOptions given) {
    return given.driver().filter(FILES::contains).isPresent() && !given.options().containsKey(PATH);
  }
}
