package dev.berth.plan;

import dev.berth.model.ContainerSpec;
import dev.berth.model.Key;
import dev.berth.model.PublishedPort;
import dev.berth.model.SourcePosition;
import dev.berth.model.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What a container takes for itself: a port of the host, an address, a name in networks. */
sealed interface NetworkClaim {
  /** Ports of the host. */
  record Port(PublishedPort port) implements NetworkClaim {}

  /** An IP address of a network, or a hardware address of any. */
  record Address(String network, String address) implements NetworkClaim {}

  /** A further name in networks: several may share one, and it leads to each of them. */
  record Name(String name) implements NetworkClaim {}

  /** Whether the other container's claim is for the same thing. */
  default boolean meets(NetworkClaim other) {
    return (this instanceof Port mine && other instanceof Port theirs)
        ? mine.port().overlaps(theirs.port())
        : equals(other);
  }

  /** The claim in words. */
  default String words() {
    return switch (this) {
      case Port port -> "the port " + port.port();
      case Address address -> "the address " + address.address();
      case Name name -> "the name '" + name.name() + "'";
    };
  }

  /**
   * The claims of a configuration, each with the path of its value.
   *
   * @param configuration flat, as {@link ContainerSpec#flattened} writes it
   */
  static Map<NetworkClaim, String> of(Map<String, String> configuration) {
    String net = configuration.getOrDefault(Key.NET.label(), "");
    boolean isShared = Set.of("host", "none").contains(net) || net.startsWith("container:");
    Map<NetworkClaim, String> claims = new LinkedHashMap<>();
    if (isShared) {
      return claims;
    }
    configuration.forEach(
        (path, text) -> {
          String key = path.split("\\[", 2)[0];
          if (key.equals(Key.PORTS.label())) {
            PublishedPort.parse(text).ifPresent(port -> claims.put(new Port(port), path));
          } else if (key.equals(Key.IP.label()) || key.equals(Key.IP6.label())) {
            claims.put(new Address(net.split(":", 2)[0], text), path);
          } else if (key.equals(Key.MAC_ADDRESS.label())) {
            claims.put(new Address("", text.toLowerCase(Locale.ROOT)), path);
          } else if (key.equals(Key.NETWORK_ALIAS.label())) {
            claims.put(new Name(text), path);
          } else if (key.equals(Key.NETWORKS.label())) {
            network(text).forEach(claim -> claims.put(claim, path));
          }
        });
    return claims;
  }

  private static List<NetworkClaim> network(String text) {
    String[] parts = text.split(":", 2);
    List<NetworkClaim> claims = new ArrayList<>();
    for (String option : parts.length < 2 ? List.<String>of() : List.of(parts[1].split(","))) {
      String value = option.substring(option.indexOf('=') + 1);
      switch (option.split("=", 2)[0]) {
        case "ip", "ip6" -> claims.add(new Address(parts[0], value));
        case "mac" -> claims.add(new Address("", value.toLowerCase(Locale.ROOT)));
        case "alias" -> claims.add(new Name(value));
        default -> {}
      }
    }
    return claims;
  }

  /** Where the value with this path stands. */
  static SourcePosition position(ContainerSpec spec, String path) {
    String[] parts = path.split("[\\[\\]]");
    Key key = Key.named(parts[0]).orElseThrow();
    return spec.values().get(key) instanceof Value.Sequence sequence && parts.length > 1
        ? sequence.items().get(Integer.parseInt(parts[1])).at()
        : spec.position(key);
  }
}
