package dev.berth.engine;

import dev.berth.host.Command;
import dev.berth.host.CommandResult;
import dev.berth.host.CommandRunner;
import dev.berth.model.Sharing;
import dev.berth.model.Sharing.Namespace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
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

  private final CommandRunner runner;
  private final String program;

  /** Reads from the engine with this program. */
  public SharingReader(CommandRunner runner, String program) {
    this.runner = runner;
    this.program = program;
  }

  /**
   * Reads with one process; one that is not there is left out.
   *
   * @return by the container's full id
   * @throws EngineException when the engine hangs or answers what is not understood
   */
  public Map<String, Sharing> read(Collection<String> containers) {
    if (containers.isEmpty()) {
      return Map.of();
    }
    List<String> argv = new ArrayList<>(List.of(program, "container", "inspect", "--"));
    argv.addAll(containers);
    CommandResult result = runner.run(Command.reading(argv));
    if (result.timedOut() || (!result.succeeded() && !ContainerInspection.tellsOfAbsence(result))) {
      throw new EngineException(result);
    }
    Map<String, Sharing> found = new LinkedHashMap<>();
    String source = program + " container inspect";
    for (Json answer : Json.parse(source, result.stdout()).list(source)) {
      found.put(answer.required(source + " answered a container", "Id"), of(answer));
    }
    return found;
  }

  /** From what {@code inspect} answers of one container. */
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
