package dev.berth.cli;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that changes the host. */
final class RunOptions {
  @Option(
      names = "--lock-timeout",
      paramLabel = "DURATION",
      description =
          "How long to wait for another run to end, 0 for not at all (default: for ever).")
  @Nullable String lockTimeout;

  /** Those that were given. */
  Map<HostSetting, String> given() {
    Map<HostSetting, String> given = new EnumMap<>(HostSetting.class);
    HostOptions.put(given, HostSetting.LOCK_TIMEOUT, lockTimeout);
    return given;
  }
}
