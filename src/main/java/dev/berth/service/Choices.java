package dev.berth.service;

import dev.berth.apply.ExecutionOptions;
import dev.berth.config.Dialect;
import dev.berth.config.Suggestion;
import dev.berth.engine.docker.Docker;
import dev.berth.engine.podman.Podman;
import dev.berth.migrate.VolumeMode;
import dev.berth.model.Durations;
import dev.berth.model.Labels;
import dev.berth.model.ShownValue;
import dev.berth.plan.PlanOptions.MissingBinds;
import dev.berth.supervisor.RenderOptions;
import dev.berth.systemd.Scope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What settings mean for the other rooms. Each method throws {@link InvalidUse} where a setting's
 * value is none that it may have.
 */
public final class Choices {
  private Choices() {}

  /** Whose systemd and containers a run is about. */
  public static Scope scope(Settings settings) {
    return oneOf(settings, HostSetting.SCOPE, "system", "system", "user").equals("user")
        ? Scope.USER
        : Scope.SYSTEM;
  }

  /** How containers are rendered, with these labels besides the settings. */
  public static RenderOptions renderOptions(Settings settings, List<String> labels) {
    String logPath = settings.text(HostSetting.CONTAINER_LOG_PATH);
    if (!logPath.isEmpty() && engineName(settings).equals(Docker.NAME)) {
      throw new InvalidUse(
          "--container-log-path is for podman: docker writes its logs where its daemon wants them");
    }
    if (!logPath.isEmpty() && !logPath.startsWith("/")) {
      throw new InvalidUse("--container-log-path must be an absolute path");
    }
    String prefix = settings.text(HostSetting.UNIT_PREFIX);
    if (!prefix.matches("[A-Za-z0-9_][A-Za-z0-9_.-]{0,39}")) {
      throw new InvalidUse("--unit-prefix must be 1 to 40 letters, digits, '_', '.' or '-'");
    }
    return new RenderOptions(
        settings.text(HostSetting.MANAGED_BY),
        prefix,
        labels(labels),
        logPath.isEmpty() ? Optional.empty() : Optional.of(Path.of(logPath)),
        !flag(settings, HostSetting.HEALTHCHECK_DISABLED));
  }

  private static SortedMap<String, String> labels(List<String> given) {
    SortedMap<String, String> labels = new TreeMap<>();
    for (String label : given) {
      int equals = label.indexOf('=');
      if (equals < 1) {
        throw new InvalidUse("a --label is not KEY=VALUE");
      }
      String name = label.substring(0, equals);
      if (Labels.OWN.contains(name)) {
        throw new InvalidUse("--label " + name + " is Berth's own; choose another name");
      }
      labels.put(name, label.substring(equals + 1));
    }
    return labels;
  }

  /** What a setting of two words says. */
  static boolean flag(Settings settings, HostSetting setting) {
    return oneOf(settings, setting, "false", "true", "false").equals("true");
  }

  /** Whether an engine without pods may have containers for them. */
  static boolean podsAsContainers(Settings settings) {
    return oneOf(settings, HostSetting.PODS_ON_DOCKER, "refuse", "refuse", "container")
        .equals("container");
  }

  /** What becomes of binds without a source. */
  public static MissingBinds missingBinds(Settings settings) {
    String usual = engineName(settings).equals(Docker.NAME) ? "create" : "";
    return switch (oneOf(settings, HostSetting.MISSING_BIND, usual, "fail", "create", "")) {
      case "create" -> MissingBinds.CREATE;
      case "fail" -> MissingBinds.FAIL;
      default -> MissingBinds.BY_FORM;
    };
  }

  /** What becomes of what the other engine has; who is asked has to be at a terminal. */
  public static MigrationChoice migrationChoice(Settings settings, boolean isTerminal) {
    String usual = settings.isWritten(HostSetting.CONTAINER_CLI) ? "auto" : "ask";
    String chosen = oneOf(settings, HostSetting.MIGRATE, usual, "auto", "ask", "refuse");
    return switch (chosen) {
      case "auto" -> MigrationChoice.AUTO;
      case "ask" -> isTerminal ? MigrationChoice.ASK : MigrationChoice.REFUSE;
      default -> MigrationChoice.REFUSE;
    };
  }

  /** The engine's name. */
  static String engineName(Settings settings) {
    return oneOf(settings, HostSetting.CONTAINER_CLI, Podman.NAME, Podman.NAME, Docker.NAME);
  }

  /** Whether systemd looks after services, by units of their own; else the engine does. */
  static boolean isSystemd(Settings settings) {
    boolean hasDaemon = engineName(settings).equals(Docker.NAME);
    String chosen =
        oneOf(
            settings,
            HostSetting.SUPERVISOR,
            hasDaemon ? "engine" : "systemd",
            "systemd",
            "engine");
    if (chosen.equals("engine") && !hasDaemon) {
      throw new InvalidUse(
          "--supervisor engine is for docker: podman has no daemon that would start containers");
    }
    return chosen.equals("systemd");
  }

  private static String oneOf(
      Settings settings, HostSetting setting, String usual, String... words) {
    String value = settings.text(setting);
    if (value.isEmpty()) {
      return usual;
    }
    if (!List.of(words).contains(value)) {
      throw new InvalidUse(
          (Suggestion.nearest(value, List.of(words)).isPresent()
                  ? "'" + value + "'"
                  : ShownValue.of(value))
              + " ("
              + settings.get(setting).source()
              + ") must be one of: "
              + String.join(", ", words));
    }
    return value;
  }

  /** How a plan is carried out. */
  public static ExecutionOptions executionOptions(Settings settings, boolean waitForHealth) {
    return new ExecutionOptions(
        parallel(settings),
        oneOf(settings, HostSetting.ON_FAILURE, "rollback", "rollback", "keep").equals("rollback"),
        waitForHealth);
  }

  /** How many containers are started side by side: the processors, at least 2, at most 8. */
  private static int parallel(Settings settings) {
    String value = settings.text(HostSetting.PARALLEL);
    if (value.isEmpty()) {
      return Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 8);
    }
    if (!value.matches("[1-9][0-9]{0,2}")) {
      throw new InvalidUse("--parallel must be a number from 1 to 999");
    }
    return Integer.parseInt(value);
  }

  /** What becomes of the volumes of what comes over from the other engine. */
  static VolumeMode volumeMode(Settings settings) {
    return VolumeMode.valueOf(
        oneOf(settings, HostSetting.MIGRATE_VOLUMES, "copy", "copy", "move", "skip")
            .toUpperCase(Locale.ROOT));
  }

  /** Whose rules a configuration goes by; what is not known to be Paunch's says so by its form. */
  static Dialect dialect(Settings settings, boolean isPaunch) {
    String words = oneOf(settings, HostSetting.COMMAND_WORDS, "", "blanks", "shell");
    return new Dialect(
        isPaunch,
        switch (words) {
          case "blanks" -> Optional.of(Dialect.Words.BLANKS);
          case "shell" -> Optional.of(Dialect.Words.SHELL);
          default -> Optional.empty();
        });
  }

  /** Whether a key that is not known is an error. */
  static boolean unknownKeysAreErrors(Settings settings) {
    return oneOf(settings, HostSetting.UNKNOWN_KEYS, "error", "error", "warn").equals("error");
  }

  /** How long another run is waited for; empty for as long as it takes. */
  static Optional<Duration> lockTimeout(Settings settings) {
    String text = settings.text(HostSetting.LOCK_TIMEOUT);
    Optional<Duration> timeout = Durations.parse(text);
    if (!text.isEmpty() && timeout.isEmpty()) {
      throw new InvalidUse("--lock-timeout '" + text + "' is no duration such as 30s or 5m");
    }
    return timeout;
  }
}
