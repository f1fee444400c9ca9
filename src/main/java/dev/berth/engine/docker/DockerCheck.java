package dev.berth.engine.docker;

import dev.berth.engine.EngineName;
import dev.berth.engine.LogOptions;
import dev.berth.engine.NetworkCheck;
import dev.berth.engine.OptionCheck;
import dev.berth.engine.RunEnvironment;
import dev.berth.engine.UnitKeys;
import dev.berth.model.ContainerSpec;
import dev.berth.model.ContainerSpec.Role;
import dev.berth.model.Dependency;
import dev.berth.model.EngineInfo;
import dev.berth.model.Key;
import dev.berth.model.Mount;
import dev.berth.model.Problems;
import java.util.Set;

/**
 * Reports what Docker, in this version and with this supervisor, cannot honour.
 *
 * @param supervisedBySystemd whether services run under units, not under Docker's own restart
 * @param ignoreSystemdKeys whether keys of units may be there without having an effect
 * @param podsAsContainers whether a pod may be no more than containers that share namespaces
 */
public record DockerCheck(
    boolean supervisedBySystemd, boolean ignoreSystemdKeys, boolean podsAsContainers) {
  private static final Set<String> MOUNT_OPTIONS =
      Set.of(
          "ro",
          "rw",
          "z",
          "Z",
          "nocopy",
          "shared",
          "rshared",
          "slave",
          "rslave",
          "private",
          "rprivate",
          "consistent",
          "cached",
          "delegated");
  private static final Set<String> PODMAN_LOG_DRIVERS =
      Set.of("k8s-file", "passthrough", "passthrough-tty");

  /** Without pods. */
  public DockerCheck(boolean supervisedBySystemd, boolean ignoreSystemdKeys) {
    this(supervisedBySystemd, ignoreSystemdKeys, false);
  }

  void check(ContainerSpec spec, EngineInfo engine, Problems problems) {
    RunEnvironment.check(EngineName.DOCKER, spec, problems);
    checkUnitKeys(spec, problems);
    if (spec.role() == Role.EXEC) {
      return;
    }
    if (spec.name().text().length() < 2) {
      problems.error(
          spec.at(),
          "docker takes no name of one letter, such as " + spec.name(),
          "use a longer one");
    }
    if (spec.isPod() && !podsAsContainers) {
      problems.error(
          spec.position(Key.POD),
          "docker has no pods",
          "with --pods-on-docker container they are containers that share network and IPC");
    }
    if (spec.role() == Role.INIT) {
      problems.error(
          spec.position(Key.POD_INIT),
          "docker has no pod whose start could run it",
          "leave `pod_init` out: a task runs at apply; and let who needs it depend on it");
    }
    new OptionCheck(EngineName.DOCKER, engine, problems).check(spec);
    checkMounts(spec, problems);
    checkLogging(spec, problems);
    DockerHealth.check(spec, engine, supervisedBySystemd, problems);
    NetworkCheck.check(EngineName.DOCKER, spec, problems);
    DockerNetwork.check(spec, engine, problems);
  }

  private void checkUnitKeys(ContainerSpec spec, Problems problems) {
    boolean isUnderUnit = supervisedBySystemd && spec.role() == Role.SERVICE;
    if (isUnderUnit || ignoreSystemdKeys) {
      return;
    }
    for (Key key : UnitKeys.ALL) {
      if (!spec.values().containsKey(key)) {
        continue;
      }
      if (spec.role() == Role.SERVICE) {
        problems.error(
            spec.position(key),
            "docker cannot honour " + key.label() + ": " + spec.name() + " has no unit",
            "leave it out, or use --supervisor systemd or --ignore-systemd-keys");
      } else {
        problems.warning(
            spec.position(key),
            key.label() + " has no effect: " + spec.name() + " has no unit",
            "give it a restart policy, or leave the key out");
      }
    }
    spec.dependencies().stream()
        .filter(dependency -> dependency.kind() == Dependency.Kind.HOST_UNIT)
        .forEach(
            dependency ->
                problems.warning(
                    spec.position(Key.DEPENDS_ON),
                    "docker: depends_on " + dependency.target() + " has no effect without a unit",
                    "use --supervisor systemd, or leave it out"));
  }

  private static void checkMounts(ContainerSpec spec, Problems problems) {
    for (Mount mount : spec.mounts()) {
      for (String option : mount.options()) {
        if (!MOUNT_OPTIONS.contains(option)) {
          problems.error(
              mount.at(),
              "docker cannot honour the option `" + option.split("=", 2)[0] + "` of a mount",
              "leave it out");
        }
      }
    }
  }

  private static void checkLogging(ContainerSpec spec, Problems problems) {
    LogOptions.of(spec)
        .driver()
        .filter(PODMAN_LOG_DRIVERS::contains)
        .ifPresent(
            driver ->
                problems.error(
                    spec.position(
                        spec.values().containsKey(Key.LOG_DRIVER) ? Key.LOG_DRIVER : Key.LOGGING),
                    "docker cannot honour log_driver " + driver,
                    "use json-file, local or journald"));
  }
}
