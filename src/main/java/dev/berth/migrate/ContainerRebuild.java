package dev.berth.migrate;

import dev.berth.json.Json;
import dev.berth.model.ContainerName;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rebuilds the configuration of a Docker container from what {@code docker inspect} says of it,
 * without what its image says of itself.
 */
final class ContainerRebuild {
  /** Fields that are no one's choice, or whose effect on Podman is the same without them. */
  private static final Set<String> WITHOUT_MEANING =
      Set.of(
          "ContainerIDFile",
          "ConsoleSize",
          "VolumeDriver",
          "MaskedPaths",
          "ReadonlyPaths",
          "Cgroup",
          "CgroupParent");

  private ContainerRebuild() {}

  /**
   * Rebuilds.
   *
   * @param container the answer of {@code docker inspect}
   * @param image the answer of {@code docker image inspect} for its image
   * @param names the names of all containers by their ids, for those that it refers to
   */
  public static Rebuilt of(Json container, Json image, Map<String, ContainerName> names) {
    Rebuilding rebuilding = new Rebuilding(container, image, names);
    RebuiltProcess.add(rebuilding);
    RebuiltNetwork.add(rebuilding);
    RebuiltMounts.add(rebuilding);
    RebuiltLimits.add(rebuilding);
    rest(rebuilding);
    return rebuilding.rebuilt();
  }

  /** Whatever else is set has no key, and is not dropped in silence. */
  private static void rest(Rebuilding rebuilding) {
    String runtime = rebuilding.host("Runtime").textOrEmpty();
    if (!List.of("", "runc", "io.containerd.runc.v2").contains(runtime)) {
      rebuilding.obstacle("HostConfig.Runtime", "is " + runtime + ", and there is no key for it");
    }
    if (!rebuilding.host("Privileged").isTrue()
        && rebuilding.host.get("MaskedPaths").isArray()
        && rebuilding.host.get("MaskedPaths").items().isEmpty()) {
      rebuilding.obstacle(
          "HostConfig.MaskedPaths", "is empty (systempaths=unconfined); Podman says unmask=ALL");
    }
    rebuilding
        .host
        .fields()
        .forEach(
            (field, value) -> {
              if (!rebuilding.wasRead(field) && !WITHOUT_MEANING.contains(field) && isSet(value)) {
                rebuilding.obstacle(
                    "HostConfig." + field, "is " + value + ", and there is no key for it");
              }
            });
  }

  private static boolean isSet(Json value) {
    return value.isTrue()
        || value.number() != 0
        || !value.textOrEmpty().isEmpty()
        || !value.items().isEmpty()
        || !value.fields().isEmpty();
  }
}
