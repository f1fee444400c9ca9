package dev.berth.engine.cli;

import dev.berth.engine.EngineException;
import dev.berth.host.CommandRunner;
import dev.berth.json.Json;
import dev.berth.model.ContainerName;
import dev.berth.model.Sharing;
import dev.berth.model.Sharing.Namespace;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads what containers have in common with others; both engines answer alike. */
public final class SharingReader {
  private static final String CONTAINER = "container:";
  private static final Map<Namespace, String> MODES =
      Map.of(
          Namespace.NETWORK, "NetworkMode",
          Namespace.PID, "PidMode",
          Namespace.IPC, "IpcMode",
          Namespace.USER, "UsernsMode");

  private final ContainerInspection inspection;

  /** Reads from the engine with this program. */
  public SharingReader(CommandRunner runner, String program) {
    this.inspection = new ContainerInspection(runner, program);
  }

  /**
   * Reads with one process; one that is not there is left out.
   *
   * @return by the container's full id
   * @throws EngineException when the engine hangs or answers what is not understood
   */
  public Map<String, Sharing> read(Collection<ContainerName> containers) {
    Map<String, Sharing> found = new LinkedHashMap<>();
    for (Json answer : inspection.answers(containers)) {
      found.put(inspection.id(answer), of(answer));
    }
    return found;
  }

  /** What one container shares, from what {@code inspect} answers of it. */
  public static Sharing of(Json answer) {
    Json host = answer.get("HostConfig");
    Map<Namespace, String> owners = new EnumMap<>(Namespace.class);
    MODES.forEach(
        (namespace, field) -> {
          String mode = host.get(field).textOrEmpty();
          if (mode.startsWith(CONTAINER)) {
            owners.put(namespace, mode.substring(CONTAINER.length()));
          }
        });
    Map<String, String> mounts = new LinkedHashMap<>();
    for (Json mount : answer.get("Mounts").items()) {
      String volume = mount.get("Name").textOrEmpty();
      // Binds that are lent are not in Podman's answer for who borrows them.
      if (!volume.isEmpty()) {
        mounts.put(mount.get("Destination").textOrEmpty(), volume);
      }
    }
    return new Sharing(owners, Map.of(), mounts);
  }
}
