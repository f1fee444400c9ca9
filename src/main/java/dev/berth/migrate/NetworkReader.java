package dev.berth.migrate;

import dev.berth.json.Json;
import dev.berth.migrate.Network.Subnet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads the networks of either engine into one form. */
final class NetworkReader {
  static final String DOCKER_MTU = "com.docker.network.driver.mtu";
  static final String DOCKER_BRIDGE = "com.docker.network.bridge.name";

  /** Options of Docker that are what Podman does anyway. */
  private static final Set<String> USUAL =
      Set.of(
          "com.docker.network.bridge.default_bridge=false",
          "com.docker.network.bridge.enable_icc=true",
          "com.docker.network.bridge.enable_ip_masquerade=true",
          "com.docker.network.bridge.host_binding_ipv4=0.0.0.0",
          "com.docker.network.enable_ipv6=false",
          "com.docker.network.enable_ipv6=true");

  private NetworkReader() {}

  /** The networks that are there, by name. */
  static Map<String, Network> read(EngineCli engine, List<String> names) {
    Map<String, Network> networks = new HashMap<>();
    for (Json answer : engine.inspectPresent("network", names)) {
      Network network = engine.isPodman() ? podman(answer) : docker(answer);
      networks.put(network.name(), network);
    }
    return networks;
  }

  static Network docker(Json answer) {
    List<String> unsaid = new ArrayList<>();
    driver(answer.get("Driver").textOrEmpty(), "Driver", unsaid);
    Map<String, String> options = new TreeMap<>(answer.get("Options").textFields());
    String mtu = options.getOrDefault(DOCKER_MTU, "");
    String bridge = options.getOrDefault(DOCKER_BRIDGE, "");
    options.keySet().removeAll(List.of(DOCKER_MTU, DOCKER_BRIDGE));
    options.forEach(
        (name, value) -> {
          if (!USUAL.contains(name + "=" + value)) {
            unsaid.add("Options " + name + "=" + value);
          }
        });
    for (String field : List.of("Ingress", "ConfigOnly")) {
      if (answer.get(field).isTrue()) {
        unsaid.add(field);
      }
    }
    Json addresses = answer.get("IPAM");
    if (!List.of("", "default").contains(addresses.get("Driver").textOrEmpty())) {
      unsaid.add("IPAM.Driver " + addresses.get("Driver"));
    }
    List<Subnet> subnets = new ArrayList<>();
    for (Json config : addresses.get("Config").items()) {
      subnets.add(
          new Subnet(
              config.get("Subnet").textOrEmpty(),
              withoutPrefix(config.get("Gateway").textOrEmpty()),
              config.get("IPRange").textOrEmpty()));
      if (!config.get("AuxiliaryAddresses", "AuxAddress").fields().isEmpty()) {
        unsaid.add("IPAM.Config.AuxiliaryAddresses");
      }
    }
    return new Network(
        answer.get("Name").textOrEmpty(),
        subnets,
        answer.get("Internal").isTrue(),
        answer.get("EnableIPv6").isTrue(),
        mtu,
        bridge,
        new TreeMap<>(answer.get("Labels").textFields()),
        unsaid);
  }

  /** Docker writes the gateway of an IPv6 subnet with the length of its prefix. */
  private static String withoutPrefix(String address) {
    return address.split("/", 2)[0];
  }

  static Network podman(Json answer) {
    List<String> unsaid = new ArrayList<>();
    driver(answer.get("driver").textOrEmpty(), "driver", unsaid);
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

  private static void driver(String driver, String field, List<String> unsaid) {
    if (!driver.equals("bridge")) {
      unsaid.add(field + " " + driver);
    }
  }
}
