package dev.berth.cli;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of every command that looks at the host, {@code debug} included. */
class PlainHostOptions {
  @Option(
      names = "--scope",
      paramLabel = "system|user",
      description =
          "Whose systemd and containers: the host's, which are root's, or those of the user who"
              + " calls (default: system for root, user for all others).")
  @Nullable String scope;

  @Option(
      names = {"--container-cli", "--default-runtime"},
      paramLabel = "podman|docker",
      description = "The container engine (default: podman).")
  @Nullable String containerCli;

  @Option(
      names = "--supervisor",
      paramLabel = "systemd|engine",
      description =
          "Who starts services at boot and again after their end (default: systemd for podman, the"
              + " engine itself for docker).")
  @Nullable String supervisor;

  @Option(
      names = "--ignore-systemd-keys",
      description = "Leave out keys that are lines of units where the engine looks after services.")
  boolean ignoreSystemdKeys;

  @Option(
      names = "--managed-by",
      paramLabel = "NAME",
      description = "The owner's label; only what carries it is ever touched (default: berth).")
  @Nullable String managedBy;

  @Option(
      names = "--unit-prefix",
      paramLabel = "PREFIX",
      description = "What the names of units begin with (default: berth-).")
  @Nullable String unitPrefix;

  @Option(
      names = "--container-log-path",
      paramLabel = "DIR",
      description = "Write each container's output to DIR/NAME.log instead of the journal.")
  @Nullable String containerLogPath;

  @Option(
      names = "--healthcheck-disabled",
      description = "Leave the health checks of the configuration out.")
  boolean healthcheckDisabled;

  @Option(
      names = "--label",
      paramLabel = "KEY=VALUE",
      description = "A further label of every container; may be repeated.")
  List<String> labels = new ArrayList<>();

  @Spec(Spec.Target.MIXEE)
  @Nullable CommandSpec command;

  /** Whether each process is shown, as an option of every command says. */
  boolean isVerbose() {
    return command != null
        && command.root().userObject() instanceof BerthCommand berth
        && berth.talk.isVerbose();
  }

  /** Those that were given. */
  Map<HostSetting, String> given() {
    Map<HostSetting, String> given = new EnumMap<>(HostSetting.class);
    put(given, HostSetting.SCOPE, scope);
    put(given, HostSetting.CONTAINER_CLI, containerCli);
    put(given, HostSetting.SUPERVISOR, supervisor);
    put(given, HostSetting.MANAGED_BY, managedBy);
    put(given, HostSetting.UNIT_PREFIX, unitPrefix);
    put(given, HostSetting.CONTAINER_LOG_PATH, containerLogPath);
    if (healthcheckDisabled) {
      given.put(HostSetting.HEALTHCHECK_DISABLED, "true");
    }
    if (ignoreSystemdKeys) {
      given.put(HostSetting.IGNORE_SYSTEMD_KEYS, "true");
    }
    return given;
  }

  static void put(Map<HostSetting, String> given, HostSetting setting, @Nullable String value) {
    if (value != null) {
      given.put(setting, value);
    }
  }
}
