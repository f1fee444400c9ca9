package dev.berth.apply;

import dev.berth.model.ContainerSpec;
import dev.berth.model.Mount;
import dev.berth.model.Problems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Looks which sources of bind mounts are not there. */
final class MissingSources {
  private MissingSources() {}

  /** The mounts whose source is missing now. */
  static List<Mount> of(List<Mount> mounts) {
    return mounts.stream()
        .filter(mount -> mount.kind() == Mount.Kind.BIND)
        .filter(mount -> Files.notExists(Path.of(mount.source())))
        .toList();
  }

  /**
   * Reports sources of which nobody here can tell whether they are there: the engine could not
   * reach them either.
   */
  static void checkReachable(ContainerSpec spec, Problems problems) {
    for (Mount mount : spec.mounts()) {
      Path source = Path.of(mount.source());
      if (mount.kind() == Mount.Kind.BIND && !Files.exists(source) && !Files.notExists(source)) {
        problems.error(
            mount.at(),
            "'"
                + spec.name()
                + "' binds '"
                + source
                + "', and '"
                + closed(source)
                + "' may not be entered by the user who runs this",
            "choose another place, or have it opened to this user");
      }
    }
  }

  /** The first directory on the way that lets nobody in. */
  private static Path closed(Path source) {
    Path way = source.getRoot();
    for (Path name : source) {
      if (!Files.isExecutable(way)) {
        return way;
      }
      way = way.resolve(name);
    }
    return way;
  }

  /** What an earlier container was to make and has not; empty where all are there. */
  static Optional<String> objection(List<Mount> mounts) {
    return of(mounts).stream()
        .findFirst()
        .map(mount -> mount.at() + ": bind source '" + mount.source() + "' does not exist");
  }
}
