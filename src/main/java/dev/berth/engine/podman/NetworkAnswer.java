package dev.berth.engine.podman;

import dev.berth.json.Json;
import dev.berth.model.Network;
import dev.berth.model.Network.Subnet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads what Podman answers of a network. */
final class NetworkAnswer {
  private NetworkAnswer() {}

  /** The network that is told of. */
  static Network read(Json answer) {
    List<String> unsaid =
        new ArrayList<>(Network.unsaidDriver("driver", answer.get("driver").textOrEmpty()));
    Map<String, String> options = new TreeMap<>(answer.get("options").textFields());
    String mtu = options.getOrDefault("mtu", "");
    options.remove("mtu");
    options.forEach((name, value) -> unsaid.add("options " + name + "=" + value));
    String addresses = answer.get("ipam_options").get("driver").textOrEmpty();
    if (!List.of("", "host-local").contains(addresses)) {
      unsaid.add("ipam_options driver=" + addresses);
    }
    for (String field : List.of("routes", "network_dns_servers")) {
      if (!answer.get(field).items().isEmpty()) {
        unsaid.add(field);
      }
    }
    List<Subnet> subnets = new ArrayList<>();
    for (Json subnet : answer.get("subnets", "Subnets").items()) {
      Json range = subnet.get("lease_range");
      subnets.add(
          new Subnet(
              subnet.get("subnet", "Subnet").textOrEmpty(),
              subnet.get("gateway").textOrEmpty(),
              AddressRange.smallest(
                  range.get("start_ip").textOrEmpty(), range.get("end_ip").textOrEmpty())));
    }
    String bridge = answer.get("network_interface").textOrEmpty();
    return new Network(
        answer.get("name", "Name").textOrEmpty(),
        answer.get("driver").textOrEmpty(),
        subnets,
        answer.get("internal").isTrue(),
        answer.get("ipv6_enabled").isTrue(),
        mtu,
        bridge.matches("podman\\d+") ? "" : bridge,
        new TreeMap<>(options),
        new TreeMap<>(answer.get("labels").textFields()),
        unsaid);
  }
}
