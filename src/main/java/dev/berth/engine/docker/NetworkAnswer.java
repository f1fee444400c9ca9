package dev.berth.engine.docker;

import dev.berth.json.Json;
import dev.berth.model.Network;
import dev.berth.model.Network.Subnet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads what Docker answers of a network. */
final class NetworkAnswer {
  static final String MTU = "com.docker.network.driver.mtu";
  static final String BRIDGE = "com.docker.network.bridge.name";

  /** Options that are what other engines do anyway. */
  private static final Set<String> USUAL =
      Set.of(
          "com.docker.network.bridge.default_bridge=false",
          "com.docker.network.bridge.enable_icc=true",
          "com.docker.network.bridge.enable_ip_masquerade=true",
          "com.docker.network.bridge.host_binding_ipv4=0.0.0.0",
          "com.docker.network.enable_ipv6=false",
          "com.docker.network.enable_ipv6=true");

  private NetworkAnswer() {}

  /** The network that is told of. */
  static Network read(Json answer) {
    List<String> unsaid =
        new ArrayList<>(Network.unsaidDriver("Driver", answer.get("Driver").textOrEmpty()));
    Map<String, String> options = new TreeMap<>(answer.get("Options").textFields());
    String mtu = options.getOrDefault(MTU, "");
    String bridge = options.getOrDefault(BRIDGE, "");
    options.keySet().removeAll(List.of(MTU, BRIDGE));
    options.entrySet().removeIf(one -> USUAL.contains(one.getKey() + "=" + one.getValue()));
    options.forEach((name, value) -> unsaid.add("Options " + name + "=" + value));
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
        answer.get("Driver").textOrEmpty(),
        subnets,
        answer.get("Internal").isTrue(),
        answer.get("EnableIPv6").isTrue(),
        mtu,
        bridge,
        new TreeMap<>(options),
        new TreeMap<>(answer.get("Labels").textFields()),
        unsaid);
  }

  /** Docker writes the gateway of an IPv6 subnet with the length of its prefix. */
  private static String withoutPrefix(String address) {
    return address.split("/", 2)[0];
  }
}
