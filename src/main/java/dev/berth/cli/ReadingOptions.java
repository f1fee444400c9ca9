package dev.berth.cli;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a configuration is read, wherever it is. */
class ReadingOptions {
  @Option(
      names = "--config-id",
      paramLabel = "ID",
      converter = ConfigurationId.class,
      description =
          "The configuration's id, a label of its containers (default: the file's name; with steps"
              + " a prefix, default tripleo).")
  @Nullable String configId;

  @Option(names = "--steps", description = "The path is a directory of step_N directories.")
  boolean steps;

  @Option(names = "--step", paramLabel = "N", description = "Only this step.")
  @Nullable Integer step;

  @Option(
      names = "--overrides",
      paramLabel = "JSON|@FILE",
      description = "{container: {key: value}}, keys replaced whole; may be repeated.")
  List<String> overrides = new ArrayList<>();

  @Option(
      names = "--unknown-keys",
      paramLabel = "error|warn",
      description = "What an unknown key is (default: error).")
  @Nullable String unknownKeys;

  @Option(
      names = "--command-words",
      paramLabel = "blanks|shell",
      description =
          "How a command that is one text becomes words: at blanks alone, as Paunch did (default"
              + " for JSON, for steps and with --adopt), or as a shell splits (default for YAML).")
  @Nullable String commandWords;

  @Option(
      names = "--config-hash",
      description = "Let the files mounted from /var/lib/config-data count as configuration.")
  boolean configHash;

  /** Those that were given. */
  Map<HostSetting, String> given() {
    Map<HostSetting, String> given = new EnumMap<>(HostSetting.class);
    HostOptions.put(given, HostSetting.UNKNOWN_KEYS, unknownKeys);
    HostOptions.put(given, HostSetting.COMMAND_WORDS, commandWords);
    if (configHash) {
      given.put(HostSetting.CONFIG_HASH, "true");
    }
    return given;
  }
}
