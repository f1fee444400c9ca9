package dev.berth.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When processes began, as the kernel tells (proc_pid_stat(5), proc_uptime(5)). */
public final class ProcessStart {
  /** Linux counts in these whatever its own clock's rate: USER_HZ is 100. */
  private static final long MILLIS_OF_TICK = 10;

  /** The twenty-second of all, the twentieth after the name, which may hold anything. */
  private static final int START = 19;

  private ProcessStart() {}

  /**
   * When a process began, by the host's clock as it goes now, within some hundredths of a second.
   *
   * @param pid the process's id
   * @return empty where it has ended, or is not for this user to look at
   */
  public static Optional<Instant> of(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
      String[] uptime = Files.readString(Path.of("/proc/uptime")).split(" ");
      Duration age =
          Duration.ofMillis(
              Math.round(Double.parseDouble(uptime[0]) * 1000)
                  - Long.parseLong(fields[START]) * MILLIS_OF_TICK);
      return Optional.of(Instant.now().minus(age));
    } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException unknown) {
      return Optional.empty();
    }
  }
}
