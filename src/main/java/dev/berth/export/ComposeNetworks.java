package dev.berth.export;

import dev.berth.export.ComposeKeys.ComposeService;
import dev.berth.model.Key;
import dev.berth.model.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The networks of a service, of all keys that say something of them. */
final class ComposeNetworks {
  private static final Map<String, String> FIELDS =
      Map.of(
          "ip", "ipv4_address",
          "ip6", "ipv6_address",
          "mac", "mac_address",
          "interface_name", "interface_name");

  private final ComposeService service;
  private final Map<String, Map<String, Object>> joined = new LinkedHashMap<>();

  ComposeNetworks(ComposeService service) {
    this.service = service;
  }

  void write() {
    Optional<Value> net = service.spec().value(Key.NET);
    net.filter(value -> Sets.isNetwork(ContainerPart.text(value))).ifPresent(this::join);
    service
        .spec()
        .value(Key.NETWORKS)
        .ifPresent(networks -> ContainerPart.items(networks).forEach(this::join));
    service.spec().value(Key.NETWORK_ALIAS).ifPresent(this::aliases);
    address(Key.IP);
    address(Key.IP6);
    if (joined.isEmpty()) {
      service.put("network_mode", net.map(this::mode).orElse("bridge"));
    } else {
      Map<String, Object> networks = new LinkedHashMap<>();
      joined.forEach((name, fields) -> networks.put(name, fields));
      service.put("networks", networks);
      service.resources().networks().addAll(joined.keySet());
    }
  }

  private String mode(Value net) {
    String mode = ContainerPart.text(net);
    return switch (mode) {
      case "host", "none", "bridge" -> mode;
      case "default", "private" -> "bridge";
      default -> {
        if (!mode.startsWith("container:")) {
          service.lost(
              Key.NET, net.at(), "Compose has no word for this network", "it is the engine's own");
          yield "bridge";
        }
        yield ComposeServiceParts.owner(service, mode);
      }
    };
  }

  private void join(Value network) {
    String[] parts = ContainerPart.text(network).split(":", 2);
    Map<String, Object> fields = new LinkedHashMap<>();
    List<String> aliases = new ArrayList<>();
    for (String option : parts.length > 1 ? parts[1].split(",") : new String[0]) {
      String[] given = option.split("=", 2);
      String field = FIELDS.get(given[0]);
      if (given[0].equals("alias") && given.length > 1) {
        aliases.add(given[1]);
      } else if (field != null && given.length > 1) {
        fields.put(field, given[1]);
      } else if (!option.isEmpty()) {
        service.lost(
            Key.NETWORKS,
            network.at(),
            "the option `" + given[0] + "` of a network is left out",
            "Compose has no word for it");
      }
    }
    if (!aliases.isEmpty()) {
      fields.put("aliases", aliases);
    }
    joined.put(parts[0], fields);
  }

  private void aliases(Value aliases) {
    if (joined.isEmpty()) {
      outside(Key.NETWORK_ALIAS, aliases);
    }
    joined
        .values()
        .forEach(
            fields -> {
              List<String> all = new ArrayList<>();
              if (fields.get("aliases") instanceof List<?> given) {
                given.forEach(each -> all.add(String.valueOf(each)));
              }
              all.addAll(aliases.texts());
              fields.put("aliases", all);
            });
  }

  private void address(Key key) {
    Optional<Value> address = service.spec().value(key);
    if (address.isEmpty()) {
      return;
    }
    if (joined.size() == 1) {
      joined
          .values()
          .iterator()
          .next()
          .put(FIELDS.get(key.label()), ContainerPart.text(address.get()));
    } else {
      outside(key, address.get());
    }
  }

  private void outside(Key key, Value value) {
    service.lost(
        key, value.at(), "it is of no one network of the project", "name a network in `networks`");
  }
}
