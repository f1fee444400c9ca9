package dev.berth.engine.podman;

import dev.berth.engine.EngineName;
import dev.berth.engine.Network;
import dev.berth.engine.Network.Subnet;
import dev.berth.engine.cli.CliDetails;
import dev.berth.host.CommandRunner;
import dev.berth.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What Podman tells in detail. */
final class PodmanDetails extends CliDetails {

  PodmanDetails(CommandRunner runner, String program) {
    super(EngineName.PODMAN, runner, program);
  }

  @Override
  protected Network network(Json answer) {
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
    for (Json subnet : answer.get("subnets").items()) {
      Json range = subnet.get("lease_range");
      subnets.add(
          new Subnet(
              subnet.get("subnet").textOrEmpty(),
              subnet.get("gateway").textOrEmpty(),
              AddressRange.smallest(
                  range.get("start_ip").textOrEmpty(), range.get("end_ip").textOrEmpty())));
    }
    String bridge = answer.get("network_interface").textOrEmpty();
    return new Network(
        answer.get("name").textOrEmpty(),
        subnets,
        answer.get("internal").isTrue(),
        answer.get("ipv6_enabled").isTrue(),
        mtu,
        bridge.matches("podman\\d+") ? "" : bridge,
        new TreeMap<>(answer.get("labels").textFields()),
        unsaid);
  }
}
