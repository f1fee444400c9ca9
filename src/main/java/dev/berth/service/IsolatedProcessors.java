package dev.berth.service;

import dev.berth.config.ReadOptions;
import dev.berth.host.AtomicFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the kernel's command line isolates processors for virtual machines, containers keep to
 * those that Berth itself may run on.
 */
public final class IsolatedProcessors implements ReadOptions.HostProcessors {
  private static final Path COMMAND_LINE = Path.of("/proc/cmdline");
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String ALLOWED = "Cpus_allowed_list:";

  @Override
  public List<Integer> besideIsolated() {
    boolean isolated =
        AtomicFile.read(COMMAND_LINE).filter(line -> line.contains("isolcpus=")).isPresent();
    return isolated
        ? AtomicFile.read(STATUS).stream()
            .flatMap(String::lines)
            .filter(line -> line.startsWith(ALLOWED))
            .map(line -> ranges(line.substring(ALLOWED.length()).strip()))
            .findFirst()
            .orElse(List.of())
        : List.of();
  }

  /** {@code 0-3,8} as numbers; proc(5), Cpus_allowed_list. */
  public static List<Integer> ranges(String text) {
    List<Integer> numbers = new ArrayList<>();
    for (String range : text.split(",")) {
      String[] ends = range.split("-");
      int last = Integer.parseInt(ends[ends.length - 1]);
      for (int number = Integer.parseInt(ends[0]); number <= last; number++) {
        numbers.add(number);
      }
    }
    return numbers;
  }
}
