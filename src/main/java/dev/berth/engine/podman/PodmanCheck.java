package dev.berth.engine.podman;

import dev.berth.engine.EngineName;
import dev.berth.engine.NetworkCheck;
import dev.berth.engine.OptionCheck;
import dev.berth.engine.RunEnvironment;
import dev.berth.engine.StoreVariables;
import dev.berth.engine.UnitKeys;
import dev.berth.model.ContainerSpec;
import dev.berth.model.ContainerSpec.Role;
import dev.berth.model.EngineInfo;
import dev.berth.model.Key;
import dev.berth.model.Mount;
import dev.berth.model.Problems;
import java.nio.file.Path;
import java.util.Set;

/** Reports what Podman, in this version, cannot honour. */
final class PodmanCheck {
  private static final Set<String> DOCKER_MOUNT_OPTIONS =
      Set.of("consistent", "cached", "delegated");

  private PodmanCheck() {}

  static void check(ContainerSpec spec, EngineInfo engine, Problems problems) {
    RunEnvironment.check(EngineName.PODMAN, spec, problems);
    if (spec.role() != Role.SERVICE) {
      checkTask(spec, problems);
    }
    if (spec.role() == Role.EXEC) {
      return;
    }
    new OptionCheck(EngineName.PODMAN, engine, problems).check(spec);
    PodmanHealth.check(spec, engine, problems);
    checkMounts(spec, problems);
    PodmanLogging.check(spec, problems);
    StoreVariables.podman(Path.of("/")).check(spec, problems);
    AutoUpdate.check(spec, problems);
    NetworkCheck.check(EngineName.PODMAN, spec, problems);
  }

  /** podman-run(1), {@code --volume}: what Docker takes for the sake of other systems. */
  private static void checkMounts(ContainerSpec spec, Problems problems) {
    for (Mount mount : spec.mounts()) {
      mount.options().stream()
          .filter(DOCKER_MOUNT_OPTIONS::contains)
          .forEach(
              option ->
                  problems.error(
                      mount.at(),
                      "podman cannot honour the option `" + option + "` of a mount",
                      "leave it out: it has no effect on Linux"));
    }
  }

  private static void checkTask(ContainerSpec spec, Problems problems) {
    for (Key key : UnitKeys.ALL) {
      if (spec.values().containsKey(key)) {
        problems.warning(
            spec.position(key),
            key.label() + " has no effect: " + spec.name() + " has no unit",
            "give it a restart policy, or leave the key out");
      }
    }
  }
}
