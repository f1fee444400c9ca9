package dev.berth.apply;

import dev.berth.model.ContainerSpec;
import dev.berth.model.Mount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Looks which sources of bind mounts are not there. */
final class MissingSources {
  private MissingSources() {}

  /** The mounts whose source is missing now. */
  static List<Mount> of(ContainerSpec spec) {
    return spec.mounts().stream()
        .filter(mount -> mount.kind() == Mount.Kind.BIND)
        .filter(mount -> Files.notExists(Path.of(mount.source())))
        .toList();
  }

  /** What is wrong where an earlier container was to make one and has not. */
  static Optional<String> problem(ContainerSpec spec) {
    return of(spec).stream()
        .findFirst()
        .map(mount -> mount.at() + ": bind source '" + mount.source() + "' does not exist");
  }
}
