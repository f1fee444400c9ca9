package dev.berth.migrate;

import dev.berth.engine.Json;
import dev.berth.json.JsonText;
import dev.berth.migrate.Network.Subnet;
import dev.berth.migrate.NetworkStep.Way;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A network that a migration has begun to bring over, as the journal keeps it.
 *
 * @param network as it was where it came from
 * @param way how it came
 * @param endpoints who was on it, and where
 */
record CarriedNetwork(Network network, Way way, List<Endpoint> endpoints) {
  private static final String NAME = "network";
  private static final String WAY = "way";
  private static final String WAS = "was";

  CarriedNetwork {
    endpoints = List.copyOf(endpoints);
  }

  /** Whether it is not where it was any more. */
  boolean isInstead() {
    return way == Way.INSTEAD;
  }

  /** The name of the one that an entry is about. */
  static String name(JournalEntry entry) {
    return entry.detail(NAME);
  }

  /** What an entry needs to tell when it is where it was again. */
  Map<String, String> name() {
    return Map.of(NAME, network.name());
  }

  /** What an entry needs to tell. */
  Map<String, String> details() {
    Map<String, Object> was = new LinkedHashMap<>();
    was.put("subnets", network.subnets().stream().map(CarriedNetwork::fields).toList());
    was.put("internal", network.internal());
    was.put("ipv6", network.ipv6());
    was.put("mtu", network.mtu());
    was.put("bridge", network.bridge());
    was.put("labels", network.labels());
    was.put("endpoints", endpoints.stream().map(CarriedNetwork::fields).toList());
    return Map.of(NAME, network.name(), WAY, way.name(), WAS, JsonText.compact(was));
  }

  private static Map<String, String> fields(Subnet subnet) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("subnet", subnet.subnet());
    fields.put("gateway", subnet.gateway());
    fields.put("range", subnet.range());
    return fields;
  }

  private static Map<String, Object> fields(Endpoint endpoint) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("container", endpoint.container());
    fields.put("ipv4", endpoint.ipv4());
    fields.put("ipv6", endpoint.ipv6());
    fields.put("aliases", endpoint.aliases());
    return fields;
  }

  /** What an entry told. */
  static CarriedNetwork of(JournalEntry entry) {
    Json was = Json.parse("the journal", entry.detail(WAS));
    List<Subnet> subnets =
        was.get("subnets").items().stream()
            .map(
                fields ->
                    new Subnet(
                        fields.get("subnet").textOrEmpty(),
                        fields.get("gateway").textOrEmpty(),
                        fields.get("range").textOrEmpty()))
            .toList();
    Network network =
        new Network(
            entry.detail(NAME),
            subnets,
            was.get("internal").isTrue(),
            was.get("ipv6").isTrue(),
            was.get("mtu").textOrEmpty(),
            was.get("bridge").textOrEmpty(),
            new TreeMap<>(was.get("labels").textFields()),
            List.of());
    List<Endpoint> endpoints =
        was.get("endpoints").items().stream()
            .map(
                fields ->
                    new Endpoint(
                        fields.get("container").textOrEmpty(),
                        fields.get("ipv4").textOrEmpty(),
                        fields.get("ipv6").textOrEmpty(),
                        fields.get("aliases").texts()))
            .toList();
    return new CarriedNetwork(network, Way.valueOf(entry.detail(WAY)), endpoints);
  }
}
