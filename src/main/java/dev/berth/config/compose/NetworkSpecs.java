package dev.berth.config.compose;

import dev.berth.config.DriverOptions;
import dev.berth.config.NetworkWords;
import dev.berth.model.Network;
import dev.berth.model.Network.Subnet;
import dev.berth.model.NetworkSpec;
import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The networks that a project makes, as Berth does. */
final class NetworkSpecs {
  /** Options that say what every engine does anyway. */
  private static final Map<String, String> USUAL =
      Map.of(
          "com.docker.network.bridge.enable_icc", "true",
          "com.docker.network.bridge.enable_ip_masquerade", "true",
          "com.docker.network.bridge.host_binding_ipv4", "0.0.0.0");

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");

  private final Project project;
  private final Problems problems;

  NetworkSpecs(Project project, Problems problems) {
    this.project = project;
    this.problems = problems;
  }

  List<NetworkSpec> all() {
    List<NetworkSpec> specs = new ArrayList<>();
    project
        .networks()
        .fields()
        .forEach(
            (key, field) -> {
              Data.Fields network = (Data.Fields) field.value();
              checkName(key, network);
              if (!network.flag("external")) {
                specs.add(new NetworkSpec(network(key, network), field.at()));
              }
            });
    return specs;
  }

  private void checkName(String key, Data.Fields network) {
    String name = network.text("name");
    boolean isExternal = network.flag("external");
    boolean isTheEngines = isExternal && Set.of("bridge", "podman", "default").contains(name);
    if (!NAME.matcher(name).matches() || (NetworkWords.RESERVED.contains(name) && !isTheEngines)) {
      problems.error(
          position(network, "name"),
          "`networks." + key + "` has a name that is none of a network",
          NetworkWords.RESERVED.contains(name)
              ? "for the host's network write `network_mode: " + name + "` in the service"
              : "use letters, digits and _ . -, the first a letter or digit");
    }
  }

  private Network network(String key, Data.Fields given) {
    String driver = given.text("driver");
    if (!driver.isEmpty() && !NetworkWords.DRIVERS.contains(driver)) {
      refuse(given, key, "driver", "the drivers are bridge, macvlan and ipvlan");
    }
    if (given.has("enable_ipv4") && !given.flag("enable_ipv4")) {
      refuse(given, key, "enable_ipv4", "leave it out");
    }
    if (given.flag("attachable")) {
      problems.warning(
          position(given, "attachable"),
          "`networks." + key + ".attachable` has no effect: it is of a swarm",
          "leave it out");
    }
    Map<String, String> options = new TreeMap<>(given.fields("driver_opts").texts());
    USUAL.forEach(options::remove);
    DriverOptions driven = DriverOptions.of(options);
    if (!driven.hasUsableMtu()) {
      problems.error(
          position(given, "driver_opts"),
          "`networks." + key + ".driver_opts` has no size of packets",
          "write a number from " + DriverOptions.LEAST_MTU + " to " + DriverOptions.MOST_MTU);
    }
    if (!driven.hasUsableBridge()) {
      problems.error(
          position(given, "driver_opts"),
          "`networks." + key + ".driver_opts` has no name of an interface",
          "use at most 15 letters, digits and _ . -");
    }
    checkNames(key, given, "driver_opts");
    checkNames(key, given, "labels");
    return new Network(
        given.text("name"),
        driver,
        subnets(key, given.fields("ipam")),
        given.flag("internal"),
        given.flag("enable_ipv6"),
        driven.mtu(),
        driven.bridge(),
        driven.others(),
        given.fields("labels").texts(),
        List.of());
  }

  private List<Subnet> subnets(String key, Data.Fields addresses) {
    String driver = addresses.text("driver");
    if (!driver.isEmpty() && !driver.equals("default")) {
      refuse(addresses, key + ".ipam", "driver", "the engine gives the addresses");
    }
    if (!addresses.fields("options").names().isEmpty()) {
      refuse(addresses, key + ".ipam", "options", "leave them out");
    }
    List<Subnet> subnets = new ArrayList<>();
    for (Data item : addresses.items("config")) {
      Data.Fields one = (Data.Fields) item;
      if (!one.fields("aux_addresses").names().isEmpty()) {
        refuse(one, key + ".ipam.config", "aux_addresses", "give an `ip_range` without them");
      }
      if (one.has("subnet")) {
        subnets.add(new Subnet(one.text("subnet"), one.text("gateway"), one.text("ip_range")));
      } else if (one.has("gateway") || one.has("ip_range")) {
        problems.error(
            one.at(),
            "`networks." + key + ".ipam.config` has a gateway or range of no subnet",
            "add its `subnet`");
      }
    }
    return subnets;
  }

  private void checkNames(String key, Data.Fields given, String label) {
    GivenNames.check("networks." + key + "." + label, given.fields(label), problems);
  }

  private void refuse(Data.Fields given, String path, String label, String advice) {
    problems.error(
        position(given, label),
        "`networks." + path + "." + label + "` is not carried over",
        advice);
  }

  private static SourcePosition position(Data.Fields given, String label) {
    Data.Field field = given.fields().get(label);
    return field == null ? given.at() : field.at();
  }
}
