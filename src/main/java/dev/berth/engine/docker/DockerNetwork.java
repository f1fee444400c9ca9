package dev.berth.engine.docker;

import dev.berth.engine.NetworkCheck;
import dev.berth.model.ContainerSpec;
import dev.berth.model.EngineInfo;
import dev.berth.model.Key;
import dev.berth.model.Problems;
import dev.berth.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Networks: the configuration's {@code name:option=value,…} as Docker's long form. */
final class DockerNetwork {
  private static final Map<String, String> OPTIONS =
      Map.of("alias", "alias", "ip", "ip", "ip6", "ip6", "mac", "mac-address");
  private static final List<Key> USER_DEFINED_ONLY = List.of(Key.IP, Key.IP6, Key.NETWORK_ALIAS);

  private DockerNetwork() {}

  static List<String> arguments(ContainerSpec spec) {
    return spec.texts(Key.NETWORKS).stream().map(text -> "--network=" + network(text)).toList();
  }

  private static String network(String text) {
    String name = text.split(":", 2)[0];
    List<String> fields = new ArrayList<>();
    for (String option : options(text)) {
      String[] parts = option.split("=", 2);
      Optional.ofNullable(OPTIONS.get(parts[0]))
          .ifPresent(known -> fields.add(known + "=" + parts[parts.length - 1]));
    }
    return fields.isEmpty() ? name : "name=" + name + "," + String.join(",", fields);
  }

  private static List<String> options(String text) {
    String[] parts = text.split(":", 2);
    return parts.length < 2 || parts[1].isEmpty() ? List.of() : List.of(parts[1].split(","));
  }

  static void check(ContainerSpec spec, EngineInfo engine, Problems problems) {
    checkUserDefined(spec, problems);
    if (!(spec.values().get(Key.NETWORKS) instanceof Value.Sequence networks)) {
      return;
    }
    if (networks.items().size() > 1 && !engine.isAtLeast(25, 0)) {
      problems.error(
          networks.at(),
          "docker " + engine.version() + " cannot honour more than one of networks",
          "name one, or use Docker 25.0 or newer");
    }
    for (Value network : networks.items()) {
      for (String option : options(network.texts().getFirst())) {
        String name = option.split("=", 2)[0];
        if (!OPTIONS.containsKey(name)) {
          problems.error(
              network.at(),
              "docker cannot honour "
                  + (name.equals("interface_name") ? name : "an option")
                  + " of networks",
              "leave it out");
        } else if (name.equals("mac") && !engine.isAtLeast(25, 0)) {
          problems.error(
              network.at(),
              "docker " + engine.version() + " cannot honour mac_address of networks",
              "use the key mac_address, or Docker 25.0 or newer");
        }
      }
    }
  }

  /** Its default bridge has neither addresses of one's choice nor names. */
  private static void checkUserDefined(ContainerSpec spec, Problems problems) {
    String mode = spec.text(Key.NET).orElse("bridge");
    boolean isDefaultBridge =
        !spec.values().containsKey(Key.NETWORKS)
            && (mode.equals("bridge") || mode.equals("default"));
    if (!isDefaultBridge || NetworkCheck.isShared(mode)) {
      return;
    }
    for (Key key : USER_DEFINED_ONLY) {
      if (spec.values().containsKey(key)) {
        problems.error(
            spec.position(key),
            "docker cannot honour " + key.label() + " in its default network",
            "make a network, and name it in net");
      }
    }
  }
}
