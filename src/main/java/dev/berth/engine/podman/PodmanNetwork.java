package dev.berth.engine.podman;

import dev.berth.model.ContainerSpec;
import dev.berth.model.Key;
import dev.berth.model.Problems;
import dev.berth.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Networks, ports and host names: short forms as written, Compose's long forms translated. */
final class PodmanNetwork {
  // Compose's names on the left, podman-run(1) --network on the right.
  private static final Map<String, String> NETWORK_OPTIONS =
      Map.of("ipv4_address", "ip", "ipv6_address", "ip6", "mac_address", "mac");
  static final List<Key> BRIDGE_ONLY = List.of(Key.MAC_ADDRESS, Key.IP, Key.IP6, Key.NETWORK_ALIAS);

  private PodmanNetwork() {}

  static List<String> arguments(ContainerSpec spec) {
    List<String> arguments = new ArrayList<>();
    switch (spec.values().get(Key.NETWORKS)) {
      case Value.Mapping mapping ->
          mapping
              .entries()
              .forEach((name, value) -> arguments.add("--network=" + network(name, value)));
      case Value.Sequence sequence ->
          sequence.texts().forEach(name -> arguments.add("--network=" + name));
      case Value.Scalar scalar -> arguments.add("--network=" + scalar.text());
      case null -> {}
    }
    if (spec.values().get(Key.PORTS) instanceof Value.Sequence ports) {
      ports.items().forEach(port -> arguments.add("--publish=" + port(port)));
    }
    hosts(spec).forEach(host -> arguments.add("--add-host=" + host));
    return arguments;
  }

  private static String network(String name, Value value) {
    List<String> options = new ArrayList<>();
    if (value instanceof Value.Mapping mapping) {
      mapping
          .entries()
          .forEach(
              (option, given) -> {
                if (option.equals("aliases")) {
                  given.texts().forEach(alias -> options.add("alias=" + alias));
                } else if (NETWORK_OPTIONS.containsKey(option)) {
                  options.add(NETWORK_OPTIONS.get(option) + "=" + given.texts().getFirst());
                }
              });
    }
    return options.isEmpty() ? name : name + ":" + String.join(",", options);
  }

  private static String port(Value value) {
    if (!(value instanceof Value.Mapping mapping)) {
      return value.texts().getFirst();
    }
    String host = text(mapping, "host_ip").map(PodmanNetwork::bracketed).orElse("");
    String published = text(mapping, "published").orElse("");
    String protocol = text(mapping, "protocol").map(name -> "/" + name).orElse("");
    String before = host.isEmpty() && published.isEmpty() ? "" : published + ":";
    return (host.isEmpty() ? "" : host + ":")
        + before
        + text(mapping, "target").orElse("")
        + protocol;
  }

  private static String bracketed(String address) {
    return address.contains(":") && !address.startsWith("[") ? "[" + address + "]" : address;
  }

  private static List<String> hosts(ContainerSpec spec) {
    if (spec.values().get(Key.EXTRA_HOSTS) instanceof Value.Mapping mapping) {
      List<String> hosts = new ArrayList<>();
      mapping
          .entries()
          .forEach(
              (name, value) -> value.texts().forEach(address -> hosts.add(name + ":" + address)));
      return hosts;
    }
    return spec.texts(Key.EXTRA_HOSTS);
  }

  private static Optional<String> text(Value.Mapping mapping, String field) {
    return Optional.ofNullable(mapping.entries().get(field))
        .map(value -> value.texts().getFirst())
        .filter(text -> !text.isEmpty());
  }

  /** Reports what the chosen network mode leaves without effect, or Podman refuses at the start. */
  static void check(ContainerSpec spec, Problems problems) {
    String mode = spec.text(Key.NET).orElse("");
    boolean shared =
        Set.of("host", "none").contains(mode)
            || mode.startsWith("container:")
            || mode.startsWith("ns:");
    if (shared) {
      for (Key key : BRIDGE_ONLY) {
        if (spec.values().containsKey(key)) {
          problems.error(
              spec.position(key),
              "podman: " + key.label() + " does not go with net: " + mode,
              "leave it out, or use a bridge network");
        }
      }
      if (spec.values().containsKey(Key.PORTS)) {
        problems.warning(
            spec.position(Key.PORTS),
            "podman: ports have no effect with net: " + mode,
            "the container's ports are those of the network it shares");
      }
    }
    if (spec.values().containsKey(Key.NET) && spec.values().containsKey(Key.NETWORKS)) {
      problems.error(
          spec.position(Key.NETWORKS), "net and networks cannot be given together", "choose one");
    }
    checkNetworkOptions(spec, problems);
  }

  private static void checkNetworkOptions(ContainerSpec spec, Problems problems) {
    if (!(spec.values().get(Key.NETWORKS) instanceof Value.Mapping networks)) {
      return;
    }
    networks
        .entries()
        .forEach(
            (name, value) -> {
              if (value instanceof Value.Mapping mapping) {
                mapping
                    .entries()
                    .forEach((option, given) -> checkOption(name, option, given, problems));
              }
            });
  }

  private static void checkOption(String name, String option, Value given, Problems problems) {
    if (!option.equals("aliases") && !NETWORK_OPTIONS.containsKey(option)) {
      problems.error(
          given.at(), "podman cannot honour networks." + name + "." + option, "leave it out");
    }
  }
}
