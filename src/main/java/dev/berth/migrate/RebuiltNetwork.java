package dev.berth.migrate;

import dev.berth.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The networks of a container, its ports and its names. */
final class RebuiltNetwork {
  private static final Set<String> DEFAULTS = Set.of("", "default", "bridge");
  private static final int SHORT_ID = 12;

  private RebuiltNetwork() {}

  static void add(Rebuilding to) {
    String mode = to.host("NetworkMode").textOrEmpty();
    boolean shared = mode.equals("host") || mode.startsWith("container:");
    if (shared || mode.equals("none")) {
      to.put("net", to.byName(mode));
    } else {
      networks(to, mode);
    }
    String hostname = to.config.get("Hostname").textOrEmpty();
    // Of the host, or of the container whose network it is, where it was not chosen.
    if (!shared && !id(to).startsWith(hostname)) {
      to.put("hostname", hostname);
    }
    to.put("domainname", to.config.get("Domainname").textOrEmpty());
    to.put("mac_address", to.config.get("MacAddress").textOrEmpty());
    ports(to);
    to.put("dns", to.host("Dns").texts());
    to.put("dns_search", to.host("DnsSearch").texts());
    to.put("dns_opt", to.host("DnsOptions").texts());
    to.put("extra_hosts", to.host("ExtraHosts").texts());
    for (String link : to.host("Links").texts()) {
      to.obstacle(
          "HostConfig.Links",
          "is " + link + "; put both containers into one network, with the alias as network_alias");
    }
    if (to.config.get("NetworkDisabled").isTrue()) {
      to.obstacle("Config.NetworkDisabled", "is true; write net: none");
    }
  }

  private static String id(Rebuilding to) {
    return to.container.get("Id").textOrEmpty();
  }

  private static void networks(Rebuilding to, String mode) {
    Map<String, Json> joined = to.container.get("NetworkSettings").get("Networks").fields();
    Map<String, Object> networks = new LinkedHashMap<>();
    joined.forEach((name, network) -> networks.put(name, network(to, name, network)));
    boolean user = networks.keySet().stream().anyMatch(name -> !DEFAULTS.contains(name));
    if (!user) {
      return;
    }
    if (networks.keySet().stream().anyMatch(DEFAULTS::contains)) {
      to.obstacle(
          "NetworkSettings.Networks",
          "has bridge beside "
              + String.join(
                  ", ", networks.keySet().stream().filter(n -> !DEFAULTS.contains(n)).toList())
              + ", which Podman cannot join; "
              + mode
              + " is left out");
      networks.keySet().removeIf(DEFAULTS::contains);
    }
    boolean plain = networks.values().stream().allMatch(value -> ((Map<?, ?>) value).isEmpty());
    to.put("networks", plain ? List.copyOf(networks.keySet()) : networks);
  }

  private static Map<String, Object> network(Rebuilding to, String name, Json network) {
    Map<String, Object> keys = new LinkedHashMap<>();
    List<String> aliases = new ArrayList<>(new TreeSet<>(network.get("Aliases").texts()));
    String id = id(to);
    aliases.removeIf(
        alias ->
            alias.equals(to.name().text()) || (alias.length() == SHORT_ID && id.startsWith(alias)));
    if (!aliases.isEmpty()) {
      keys.put("aliases", aliases);
    }
    Json fixed = network.get("IPAMConfig");
    fixed
        .get("IPv4Address")
        .text()
        .filter(ip -> !ip.isEmpty())
        .ifPresent(ip -> keys.put("ipv4_address", ip));
    fixed
        .get("IPv6Address")
        .text()
        .filter(ip -> !ip.isEmpty())
        .ifPresent(ip -> keys.put("ipv6_address", ip));
    String field = "NetworkSettings.Networks." + name + ".";
    if (!network.get("Links").texts().isEmpty()) {
      to.obstacle(
          field + "Links", "is " + network.get("Links").texts() + "; give the other an alias");
    }
    if (!network.get("DriverOpts").fields().isEmpty()) {
      to.obstacle(field + "DriverOpts", "is set, and there is no key for it");
    }
    return keys;
  }

  private static void ports(Rebuilding to) {
    List<String> ports = new ArrayList<>();
    Map<String, Json> bindings = to.host("PortBindings").fields();
    bindings.forEach(
        (port, hosts) -> hosts.items().forEach(host -> ports.add(published(port, host))));
    to.put("ports", ports);
    Set<String> exposed = new TreeSet<>(to.config.get("ExposedPorts").fields().keySet());
    exposed.removeAll(to.image.get("ExposedPorts").fields().keySet());
    exposed.removeAll(bindings.keySet());
    to.put("expose", exposed.stream().map(RebuiltNetwork::withoutTcp).toList());
    if (to.host("PublishAllPorts").isTrue()) {
      to.obstacle("HostConfig.PublishAllPorts", "is true; name the ports that are wanted in ports");
    }
  }

  private static String published(String port, Json host) {
    String ip = host.get("HostIp").textOrEmpty();
    String number = host.get("HostPort").textOrEmpty();
    String bracketed = ip.contains(":") ? "[" + ip + "]" : ip;
    String front = number.isEmpty() && ip.isEmpty() ? "" : number + ":";
    return (ip.isEmpty() ? "" : bracketed + ":") + front + withoutTcp(port);
  }

  private static String withoutTcp(String port) {
    return port.endsWith("/tcp") ? port.substring(0, port.length() - "/tcp".length()) : port;
  }
}
