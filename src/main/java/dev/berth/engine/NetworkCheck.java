package dev.berth.engine;

import dev.berth.model.ContainerSpec;
import dev.berth.model.Key;
import dev.berth.model.Problems;
import dev.berth.model.Value;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Reports what the chosen network mode leaves without effect, or engines refuse at the start. */
public final class NetworkCheck {
  /** Keys that need a network of the container's own. */
  public static final List<Key> BRIDGE_ONLY =
      List.of(Key.MAC_ADDRESS, Key.IP, Key.IP6, Key.NETWORK_ALIAS);

  private static final Set<String> MODES =
      Set.of("bridge", "default", "private", "slirp4netns", "pasta", "podman");
  private static final String BEGINNING_OF_ID = "[0-9a-f]{12,64}";

  private NetworkCheck() {}

  /** Whether it is the name of a network, for what stands where one, its id or a mode may. */
  public static boolean isName(String word) {
    return !isShared(word) && !MODES.contains(word) && !word.matches(BEGINNING_OF_ID);
  }

  /** The networks that a container is to be in, by name; without those that are named by id. */
  public static List<String> named(ContainerSpec spec) {
    return Stream.concat(spec.text(Key.NET).stream(), spec.texts(Key.NETWORKS).stream())
        .filter(mode -> !isShared(mode))
        .map(mode -> mode.split(":", 2)[0])
        .filter(NetworkCheck::isName)
        .toList();
  }

  /** Whether the mode shares a network, or has none. */
  public static boolean isShared(String mode) {
    return Set.of("host", "none").contains(mode)
        || mode.startsWith("container:")
        || mode.startsWith("ns:");
  }

  /** Checks one container. */
  public static void check(EngineName engine, ContainerSpec spec, Problems problems) {
    String mode = spec.text(Key.NET).orElse("");
    if (isShared(mode)) {
      for (Key key : BRIDGE_ONLY) {
        if (spec.values().containsKey(key)) {
          problems.error(
              spec.position(key),
              engine.label() + ": " + key.label() + " does not go with net: " + mode,
              "leave it out, or use a bridge network");
        }
      }
      if (spec.values().containsKey(Key.PORTS)) {
        problems.warning(
            spec.position(Key.PORTS),
            engine.label() + ": ports have no effect with net: " + mode,
            "the container's ports are those of the network it shares");
      }
    }
    if (mode.equals("host")) {
      checkParameters(engine, spec, "net.", "net: host", problems);
    }
    if (spec.text(Key.IPC).filter("host"::equals).isPresent()) {
      checkParameters(engine, spec, "kernel.", "ipc: host", problems);
      checkParameters(engine, spec, "fs.mqueue.", "ipc: host", problems);
    }
    if (spec.values().containsKey(Key.NET) && spec.values().containsKey(Key.NETWORKS)) {
      problems.error(
          spec.position(Key.NETWORKS), "net and networks cannot be given together", "choose one");
    }
  }

  /** Kernel parameters in the host's namespace are the host's own. */
  private static void checkParameters(
      EngineName engine, ContainerSpec spec, String prefix, String mode, Problems problems) {
    if (spec.values().get(Key.SYSCTLS) instanceof Value.Mapping parameters) {
      parameters
          .entries()
          .forEach(
              (name, value) -> {
                if (name.startsWith(prefix)) {
                  problems.error(
                      value.at(),
                      engine.label()
                          + ": the kernel parameter "
                          + name
                          + " does not go with "
                          + mode,
                      "set it for the host in /etc/sysctl.d, or leave it out");
                }
              });
    }
  }
}
