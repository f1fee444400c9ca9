package dev.berth.service;

import java.util.Locale;
import java.util.Optional;

/** A setting that has an option, a variable and, but for the first, a line in the settings file. */
public enum HostSetting {
  SCOPE(
      "scope",
      "",
      "system or user: whose systemd and containers; default system for root, user for all others"),
  CONTAINER_CLI("container_cli", "podman", "the engine: podman or docker"),
  SUPERVISOR(
      "supervisor",
      "",
      "systemd or engine: who starts services at boot and again after their end; default systemd"
          + " for podman, engine for docker"),
  IGNORE_SYSTEMD_KEYS(
      "ignore_systemd_keys",
      "false",
      "true leaves keys that are lines of units out where the engine looks after services"),
  PODS_ON_DOCKER(
      "pods_on_docker",
      "refuse",
      "refuse or container: docker has no pods; container makes of one containers that share a"
          + " network"),
  MANAGED_BY("managed_by", "berth", "the owner's label; only what carries it is ever touched"),
  UNIT_PREFIX("unit_prefix", "berth-", "what unit names begin with"),
  PARALLEL(
      "parallel",
      "",
      "how many containers are started side by side; default the processors, 2 to 8"),
  ON_FAILURE(
      "on_failure",
      "rollback",
      "rollback or keep, for a replaced service that does not start or get healthy"),
  MIGRATE(
      "migrate",
      "",
      "auto, ask or refuse, for wanted containers that the other engine has; default auto where"
          + " container_cli is written in this file, else ask on a terminal, else refuse"),
  MIGRATE_VOLUMES(
      "migrate_volumes",
      "copy",
      "copy, move or skip, for the volumes of what comes over from the other engine; move renames"
          + " where both engines keep them on one file system, and copies elsewhere"),
  CONTAINER_LOG_PATH("container_log_path", "", "the directory of log files; default the journal"),
  HEALTHCHECK_DISABLED("healthcheck_disabled", "false", "true leaves health checks out"),
  MISSING_BIND(
      "missing_bind",
      "",
      "fail or create, for bind mounts without a source; default create for docker and for Compose"
          + " files, else fail"),
  UNKNOWN_KEYS("unknown_keys", "error", "error or warn"),
  COMMAND_WORDS(
      "command_words",
      "",
      "blanks or shell: how a command that is one text is split; default blanks for what is"
          + " Paunch's (JSON, steps, --adopt), shell for all else"),
  CONFIG_HASH(
      "config_hash",
      "false",
      "true makes files mounted from /var/lib/config-data count as configuration"),
  STACKS(
      "stacks",
      "",
      "the directory whose entries are applied when no file is named; default stacks beside this"
          + " file"),
  LOCK_TIMEOUT("lock_timeout", "", "how long to wait for another run; default for ever");

  private final String key;
  private final String fallback;
  private final String description;

  HostSetting(String key, String fallback, String description) {
    this.key = key;
    this.fallback = fallback;
    this.description = description;
  }

  /** Its name in the settings file. */
  public String key() {
    return key;
  }

  /** TripleO's spelling; empty when it has none. */
  public Optional<String> alias() {
    return this == CONTAINER_CLI ? Optional.of("ContainerCli") : Optional.empty();
  }

  /** Whether the settings file may have it; the scope decides which file that is. */
  public boolean isInFile() {
    return this != SCOPE;
  }

  /** Its environment variable. */
  public String variable() {
    return "BERTH_" + key.toUpperCase(Locale.ROOT);
  }

  /** Its option. */
  public String option() {
    return "--" + key.replace('_', '-');
  }

  /** Its value where nothing says otherwise. */
  public String fallback() {
    return fallback;
  }

  /** What it is, in words. */
  public String description() {
    return description;
  }
}
