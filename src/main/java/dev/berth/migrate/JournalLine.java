package dev.berth.migrate;

import dev.berth.engine.Endpoint;
import dev.berth.json.Json;
import dev.berth.json.JsonException;
import dev.berth.json.JsonText;
import dev.berth.migrate.JournalEvent.Arrived;
import dev.berth.migrate.JournalEvent.Back;
import dev.berth.migrate.JournalEvent.Committed;
import dev.berth.migrate.JournalEvent.ImageCarried;
import dev.berth.migrate.JournalEvent.Leaving;
import dev.berth.migrate.JournalEvent.Left;
import dev.berth.migrate.JournalEvent.NetworkBack;
import dev.berth.migrate.JournalEvent.NetworkBegun;
import dev.berth.migrate.JournalEvent.Returning;
import dev.berth.migrate.JournalEvent.RollingBack;
import dev.berth.migrate.JournalEvent.RunBegun;
import dev.berth.migrate.JournalEvent.Started;
import dev.berth.migrate.JournalEvent.VolumeBack;
import dev.berth.migrate.JournalEvent.VolumeBegun;
import dev.berth.migrate.JournalEvent.VolumeDone;
import dev.berth.migrate.NetworkStep.Way;
import dev.berth.model.ContainerName;
import dev.berth.model.Network;
import dev.berth.model.Network.Subnet;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The lines of the journal: an object of JSON each, of texts alone. What is a list in memory stands
 * in one text, with a blank between, and what has parts of its own is JSON again.
 */
final class JournalLine {
  private static final String SETTING = "setting.";
  private static final String LABEL = "label.";
  private static final String NAME = "name.";
  private static final String NETWORKS = "networks";

  private JournalLine() {}

  /** An entry as its line, without the line's end. */
  static String of(JournalEntry entry) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("time", entry.time().toString());
    switch (entry.event()) {
      case RunBegun run -> {
        put(line, "begin", "", "from", run.from(), "to", run.to());
        run.settings().forEach((key, value) -> line.put(SETTING + key, value));
        for (int i = 0; i < run.labels().size(); i++) {
          line.put(LABEL + i, run.labels().get(i));
        }
        line.put("configuration", run.configuration());
        line.put("containers", text(run.containers()));
        run.declared().names().forEach((id, name) -> line.put(NAME + id, name.text()));
        if (!run.declared().networks().isEmpty()) {
          line.put(
              NETWORKS,
              JsonText.compact(
                  run.declared().networks().stream().map(JournalLine::fields).toList()));
        }
      }
      case ImageCarried(String reference, String id) ->
          put(line, "image", "", "reference", reference, "id", id);
      case NetworkBegun(CarriedNetwork carried) ->
          put(
              line,
              "network",
              "",
              "network",
              carried.network().name(),
              "way",
              carried.way().name(),
              "was",
              JsonText.compact(was(carried)));
      case NetworkBack(String network) -> put(line, "network-back", "", "network", network);
      case Leaving(ContainerName container, SourceDescription origin) -> {
        put(line, "leaving", container.text());
        describe(origin, line);
      }
      case VolumeBegun(ContainerName container, String source, String target, boolean moves) -> {
        put(line, "volume-begun", container.text(), "source", source, "target", target);
        if (moves) {
          line.put("mode", "move");
        }
      }
      case VolumeDone(ContainerName container, String source, String target) ->
          put(line, "volume-done", container.text(), "source", source, "target", target);
      case VolumeBack(String source, String target) ->
          put(line, "volume-back", "", "source", source, "target", target);
      case Left(ContainerName container, List<String> volumes, boolean starts) ->
          put(
              line,
              "left",
              container.text(),
              "volumes",
              String.join(" ", volumes),
              "starts",
              Boolean.toString(starts));
      case Started(ContainerName container) -> put(line, "started", container.text());
      case Arrived(ContainerName container) -> put(line, "arrived", container.text());
      case RollingBack(List<ContainerName> containers) ->
          put(line, "rolling-back", "", "containers", text(containers));
      case Returning(ContainerName container) -> put(line, "returning", container.text());
      case Back(ContainerName container) -> put(line, "back", container.text());
      case Committed(ContainerName container) -> put(line, "committed", container.text());
    }
    return JsonText.compact(line);
  }

  private static void put(
      Map<String, Object> line, String event, String container, String... details) {
    line.put("event", event);
    line.put("container", container);
    for (int i = 0; i < details.length; i += 2) {
      line.put(details[i], details[i + 1]);
    }
  }

  private static void describe(SourceDescription origin, Map<String, Object> line) {
    switch (origin) {
      case SourceDescription.OfUnit unit -> {
        line.put("unit", unit.text());
        line.put("enabled", Boolean.toString(unit.enabled()));
      }
      case SourceDescription.OfEngine engine -> {
        line.put("id", engine.id());
        line.put("restart", engine.restart());
      }
    }
    line.put("runs", Boolean.toString(origin.ran()));
    origin
        .taken()
        .ifPresent(
            shared -> {
              line.put("mounted", JsonText.compact(shared.volumes()));
              line.put("joined", String.join(" ", shared.networks()));
            });
  }

  private static Map<String, Object> was(CarriedNetwork carried) {
    Map<String, Object> was = words(carried.network());
    was.put("endpoints", carried.endpoints().stream().map(JournalLine::fields).toList());
    return was;
  }

  private static Map<String, Object> fields(Network network) {
    Map<String, Object> fields = words(network);
    fields.put("name", network.name());
    fields.put("driver", network.driver());
    fields.put("options", network.options());
    return fields;
  }

  /** What both engines have words for. */
  private static Map<String, Object> words(Network network) {
    Map<String, Object> was = new LinkedHashMap<>();
    was.put("subnets", network.subnets().stream().map(JournalLine::fields).toList());
    was.put("internal", network.internal());
    was.put("ipv6", network.ipv6());
    was.put("mtu", network.mtu());
    was.put("bridge", network.bridge());
    was.put("labels", network.labels());
    return was;
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
    fields.put("container", endpoint.container().text());
    fields.put("ipv4", endpoint.ipv4());
    fields.put("ipv6", endpoint.ipv6());
    fields.put("aliases", endpoint.aliases());
    return fields;
  }

  /**
   * A line as the entry that it tells; empty for one that is torn, or that a later version wrote.
   */
  static Optional<JournalEntry> parse(String text) {
    try {
      Json line = Json.parse("the journal", text);
      Instant time = Instant.parse(line.get("time").textOrEmpty());
      return event(line).map(event -> new JournalEntry(time, event));
    } catch (JsonException | DateTimeException | IllegalArgumentException torn) {
      return Optional.empty();
    }
  }

  private static Optional<JournalEvent> event(Json line) {
    String source = text(line, "source");
    String target = text(line, "target");
    return Optional.ofNullable(
        switch (text(line, "event")) {
          case "begin" -> run(line.textFields());
          case "image" -> new ImageCarried(text(line, "reference"), text(line, "id"));
          case "network" -> new NetworkBegun(network(line));
          case "network-back" -> new NetworkBack(text(line, "network"));
          case "leaving" -> new Leaving(name(line), description(line));
          case "volume-begun" ->
              new VolumeBegun(name(line), source, target, text(line, "mode").equals("move"));
          case "volume-done" -> new VolumeDone(name(line), source, target);
          case "volume-back" -> new VolumeBack(source, target);
          case "left" -> new Left(name(line), words(text(line, "volumes")), isTrue(line, "starts"));
          case "started" -> new Started(name(line));
          case "arrived" -> new Arrived(name(line));
          case "rolling-back" -> new RollingBack(names(text(line, "containers")));
          case "returning" -> new Returning(name(line));
          case "back" -> new Back(name(line));
          case "committed" -> new Committed(name(line));
          default -> null;
        });
  }

  private static String text(Json line, String name) {
    return line.get(name).textOrEmpty();
  }

  /** A line without it is torn. */
  private static ContainerName name(Json line) {
    return new ContainerName(text(line, "container"));
  }

  private static List<ContainerName> names(String text) {
    return words(text).stream().map(ContainerName::new).toList();
  }

  private static String text(List<ContainerName> names) {
    return names.stream().map(ContainerName::text).collect(Collectors.joining(" "));
  }

  private static boolean isTrue(Json line, String name) {
    return text(line, name).equals("true");
  }

  private static List<String> words(String text) {
    return Stream.of(text.split(" ", -1)).filter(word -> !word.isEmpty()).toList();
  }

  private static RunBegun run(Map<String, String> line) {
    Map<String, String> settings = new TreeMap<>();
    line.forEach(
        (name, value) -> {
          if (name.startsWith(SETTING)) {
            settings.put(name.substring(SETTING.length()), value);
          }
        });
    List<String> labels =
        Stream.iterate(0, i -> line.containsKey(LABEL + i), i -> i + 1)
            .map(i -> line.getOrDefault(LABEL + i, ""))
            .toList();
    return new RunBegun(
        line.getOrDefault("from", ""),
        line.getOrDefault("to", ""),
        settings,
        labels,
        line.getOrDefault("configuration", ""),
        names(line.getOrDefault("containers", "")),
        declared(line));
  }

  private static RunBegun.Declared declared(Map<String, String> line) {
    Map<String, ContainerName> names = new TreeMap<>();
    line.forEach(
        (field, name) -> {
          if (field.startsWith(NAME)) {
            names.put(field.substring(NAME.length()), new ContainerName(name));
          }
        });
    String networks = line.getOrDefault(NETWORKS, "");
    return new RunBegun.Declared(
        names,
        networks.isEmpty()
            ? List.of()
            : Json.parse("the journal", networks).items().stream()
                .map(
                    network ->
                        network(
                            text(network, "name"),
                            text(network, "driver"),
                            network,
                            network.get("options").textFields()))
                .toList());
  }

  private static SourceDescription description(Json line) {
    boolean ran = isTrue(line, "runs");
    Optional<Attachments> shared =
        line.get("mounted")
            .text()
            .map(
                mounted ->
                    new Attachments(
                        Json.parse("the journal", mounted).textFields(),
                        new TreeSet<>(words(text(line, "joined")))));
    return line.get("unit").isPresent()
        ? new SourceDescription.OfUnit(text(line, "unit"), isTrue(line, "enabled"), ran, shared)
        : new SourceDescription.OfEngine(
            text(line, "id"), line.get("restart").text().orElse("no"), ran, shared);
  }

  private static CarriedNetwork network(Json line) {
    Json was = Json.parse("the journal", text(line, "was"));
    Network network = network(text(line, "network"), Network.BRIDGE, was, Map.of());
    List<Endpoint> endpoints =
        was.get("endpoints").items().stream()
            .map(
                endpoint ->
                    new Endpoint(
                        name(endpoint),
                        text(endpoint, "ipv4"),
                        text(endpoint, "ipv6"),
                        endpoint.get("aliases").texts()))
            .toList();
    return new CarriedNetwork(network, Way.valueOf(text(line, "way")), endpoints);
  }

  private static Network network(
      String name, String driver, Json fields, Map<String, String> options) {
    List<Subnet> subnets =
        fields.get("subnets").items().stream()
            .map(
                subnet ->
                    new Subnet(
                        text(subnet, "subnet"), text(subnet, "gateway"), text(subnet, "range")))
            .toList();
    return new Network(
        name,
        driver,
        subnets,
        fields.get("internal").isTrue(),
        fields.get("ipv6").isTrue(),
        text(fields, "mtu"),
        text(fields, "bridge"),
        new TreeMap<>(options),
        new TreeMap<>(fields.get("labels").textFields()),
        List.of());
  }
}
