package dev.berth.apply;

import dev.berth.host.AtomicFile;
import dev.berth.model.AbsolutePath;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Mount;
import dev.berth.model.Problems;
import dev.berth.plan.RelabelRules.MountPoint;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells of bind mounts whose source is at or below a mount point of fstab(5) that is not mounted
 * now: a container would find the empty directory below it.
 */
final class UnmountedSources {
  private static final Path FSTAB = Path.of("/etc/fstab");
  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
  private static final String ROOT = "/";

  private final List<String> points;

  /**
   * Those of a host.
   *
   * @param fstab the text of /etc/fstab
   * @param mountinfo that of /proc/self/mountinfo
   */
  UnmountedSources(String fstab, String mountinfo) {
    Set<String> mounted = new HashSet<>();
    MountTable.read(mountinfo).stream().map(MountPoint::path).forEach(mounted::add);
    this.points =
        fstab
            .lines()
            .map(line -> line.strip().split("\\s+"))
            .filter(fields -> fields.length > 2 && !fields[0].startsWith("#"))
            .map(fields -> MountTable.plain(fields[1]))
            .filter(point -> point.startsWith(ROOT))
            .map(path -> AbsolutePath.of(path).text())
            .filter(point -> !point.equals(ROOT) && !mounted.contains(point))
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  /** Those of this host; what cannot be read says nothing of any mount. */
  static UnmountedSources ofHost() {
    return new UnmountedSources(read(FSTAB), read(MOUNTS));
  }

  private static String read(Path file) {
    try {
      return AtomicFile.read(file).orElse("");
    } catch (UncheckedIOException closed) {
      return "";
    }
  }

  /**
   * Reports them.
   *
   * @param withUnits whether services have units, which have what they need mounted
   */
  void check(List<ContainerSpec> specs, boolean withUnits, Problems problems) {
    for (ContainerSpec spec : specs) {
      boolean isMountedForIt = withUnits && spec.role() == ContainerSpec.Role.SERVICE;
      for (Mount mount : spec.mounts()) {
        pointOf(mount).ifPresent(point -> report(mount, point, isMountedForIt, problems));
      }
    }
  }

  private Optional<String> pointOf(Mount mount) {
    if (mount.kind() != Mount.Kind.BIND) {
      return Optional.empty();
    }
    AbsolutePath source = AbsolutePath.of(mount.source());
    return points.stream().filter(point -> source.isIn(AbsolutePath.of(point))).findFirst();
  }

  private static void report(Mount mount, String point, boolean isMountedForIt, Problems problems) {
    String what =
        "bind source '" + mount.source() + "': " + point + " of /etc/fstab is not mounted";
    if (isMountedForIt) {
      problems.warning(mount.at(), what, "it is when the service starts, or the service does not");
    } else {
      problems.error(
          mount.at(),
          what + ", and the container would have the directory below it",
          "mount it first, or take it out of /etc/fstab");
    }
  }
}
