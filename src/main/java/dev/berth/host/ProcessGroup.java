package dev.berth.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The control groups that a process is in (cgroups(7), {@code /proc/PID/cgroup}).
 *
 * @param paths from the root of each hierarchy; of cgroup v2 there is one
 */
public record ProcessGroup(List<String> paths) {
  /** Keeps its own copy. */
  public ProcessGroup {
    paths = List.copyOf(paths);
  }

  /** The group of a process; empty where there is none, or it is not for this user to look at. */
  public static Optional<ProcessGroup> of(long pid) {
    if (pid <= 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(parse(Files.readString(Path.of("/proc", Long.toString(pid), "cgroup"))));
    } catch (IOException unknown) {
      return Optional.empty();
    }
  }

  /** The group by the kernel's lines {@code hierarchy:controllers:path}. */
  static ProcessGroup parse(String lines) {
    return new ProcessGroup(
        lines
            .lines()
            .map(line -> line.split(":", 3))
            .filter(fields -> fields.length == 3)
            .map(fields -> fields[2])
            .toList());
  }

  /** Whether it is one of a unit of systemd's, or in a group below its own. */
  public boolean isOf(String unit) {
    return paths.stream().anyMatch(path -> List.of(path.split("/")).contains(unit));
  }
}
