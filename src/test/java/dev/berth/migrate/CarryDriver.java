package dev.berth.migrate;

import dev.berth.engine.Endpoint;
import dev.berth.engine.Engine;
import dev.berth.engine.EngineDetails.Kind;
import dev.berth.engine.EngineName;
import dev.berth.engine.PlayedEngines;
import dev.berth.host.Command;
import dev.berth.host.CommandStreams;
import dev.berth.host.ProcessRunner;
import dev.berth.host.ProcessStreams;
import dev.berth.json.Json;
import dev.berth.json.JsonText;
import dev.berth.model.ContainerName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Runs parts of the migration inside a test host, on real engines; what comes of it as JSON. */
public final class CarryDriver {
  private final ProcessRunner runner = new ProcessRunner(command -> {});
  private final CommandStreams streams = new ProcessStreams(command -> {}, Map.of());

  private CarryDriver() {}

  /**
   * The entrance.
   *
   * @param arguments the part, the engine from which and the one to which, and what the part needs
   */
  public static void main(String[] arguments) {
    List<String> words = List.of(arguments);
    try {
      Object answer =
          new CarryDriver()
              .answer(words.getFirst(), words.get(1), words.get(2), words.subList(3, words.size()));
      System.out.println(JsonText.compact(answer));
    } catch (RuntimeException failure) {
      System.err.println(failure.getMessage());
      System.exit(1);
    }
  }

  private Object answer(String part, String from, String to, List<String> rest) {
    Engine source = engine(from);
    Engine target = engine(to);
    return switch (part) {
      case "images" -> images(source, target, rest);
      case "volumes" -> volumes(source, target, rest);
      case "networks" -> networks(source, target, rest);
      case "layer" -> layer(source, rest.getFirst());
      case "rebuild" -> rebuild(source, rest.getFirst());
      default -> throw new IllegalArgumentException(part);
    };
  }

  private Engine engine(String name) {
    return PlayedEngines.of(EngineName.valueOf(name.toUpperCase(Locale.ROOT)), runner);
  }

  private Object images(Engine source, Engine target, List<String> references) {
    ImageCarrier carrier = new ImageCarrier(source, target, streams, () -> false);
    AtomicLong bytes = new AtomicLong();
    List<Object> lines = new ArrayList<>();
    for (CarriedImage image : carrier.carry(carrier.plan(references), bytes::set)) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("reference", image.reference());
      line.put("id", image.id());
      line.put("target", image.target());
      line.put("way", image.way().name());
      lines.add(line);
    }
    return Map.of("images", lines, "bytes", bytes.get());
  }

  /** MODE MIGRATION STAGE VOLUME[=TARGET] ... */
  private Object volumes(Engine source, Engine target, List<String> rest) {
    Map<String, String> names = new LinkedHashMap<>();
    for (String name : rest.subList(3, rest.size())) {
      String[] sides = name.split("=", 2);
      names.put(sides[0], sides.length > 1 ? sides[1] : sides[0]);
    }
    Path storage =
        target.details().engine() == EngineName.PODMAN
            ? Path.of("/var/lib/containers/storage/volumes")
            : Path.of("/var/lib/docker/volumes");
    VolumePlan plan =
        new VolumePlanner(source, target, runner, storage)
            .plan(
                names,
                VolumeMode.valueOf(rest.get(0).toUpperCase(Locale.ROOT)),
                rest.get(1),
                Map.of("managed_by", "berth"));
    if (!plan.obstacles().isEmpty()) {
      return Map.of("obstacles", plan.obstacles());
    }
    VolumeCarrier carrier =
        new VolumeCarrier(target, runner, streams, () -> false, VolumeLabel.ofHost(runner));
    List<Object> steps = new ArrayList<>();
    for (VolumeStep step : plan.steps()) {
      switch (rest.get(2)) {
        case "begin" -> carrier.begin(step);
        case "carry" -> carrier.carry(step);
        case "undo" -> carrier.undo(step);
        default -> throw new IllegalArgumentException(rest.get(2));
      }
      steps.add(
          Map.of(
              "name", step.target(),
              "way", step.way().name(),
              "bytes", step.bytes(),
              "complete", carrier.isComplete(step)));
    }
    return Map.of("steps", steps);
  }

  private Object rebuild(Engine source, String name) {
    Json container = inspect(source, Kind.CONTAINER, name);
    Json image = inspect(source, Kind.IMAGE, container.get("Image").textOrEmpty());
    Map<String, ContainerName> names = new LinkedHashMap<>();
    runner
        .run(
            Command.reading(
                List.of("docker", "ps", "-a", "--no-trunc", "--format", "{{.ID}} {{.Names}}")))
        .stdout()
        .lines()
        .map(line -> line.split(" "))
        .forEach(words -> names.put(words[0], new ContainerName(words[1])));
    Rebuilt rebuilt = ContainerRebuild.of(container, image, names);
    return Map.of(
        "text", rebuilt.text(),
        "obstacles", rebuilt.obstacles(),
        "anonymous", rebuilt.anonymous());
  }

  private Json inspect(Engine engine, Kind type, String name) {
    return engine.details().described(type, List.of(name)).getFirst();
  }

  /** STAGE NETWORK ... */
  private Object networks(Engine source, Engine target, List<String> rest) {
    Map<String, NetworkPlan.Members> members = new LinkedHashMap<>();
    rest.subList(1, rest.size())
        .forEach(name -> members.put(name, new NetworkPlan.Members(Set.of(), Set.of())));
    Map<String, List<Endpoint>> endpoints = new LinkedHashMap<>();
    members.keySet().forEach(name -> endpoints.put(name, source.details().endpoints(name)));
    NetworkPlan plan =
        NetworkPlan.of(
            source.details().networks(members.keySet()),
            target.details().networks(members.keySet()),
            members,
            endpoints,
            Map.of("managed_by", "berth", VolumeStep.MIGRATION, "m1"),
            Map.of());
    if (!plan.obstacles().isEmpty()) {
      return Map.of("obstacles", plan.obstacles());
    }
    NetworkCarrier carrier = new NetworkCarrier(source, target);
    if (rest.getFirst().equals("there-and-back")) {
      plan.steps().forEach(carrier::carry);
      plan.steps().forEach(carrier::undo);
    } else {
      plan.steps().forEach(carrier::carry);
    }
    return Map.of("ways", plan.steps().stream().map(step -> step.way().name()).toList());
  }

  private Object layer(Engine source, String container) {
    LayerChanges changes =
        LayerChanges.read(source, new ContainerName(container), List.of("/data"));
    return Map.of(
        "count", changes.count(),
        "first", changes.first(),
        "image", LayerChanges.commit(source, new ContainerName(container), "m1"));
  }
}
