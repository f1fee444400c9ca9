package dev.berth.engine.cli;

import dev.berth.engine.Endpoint;
import dev.berth.engine.EngineDetails;
import dev.berth.engine.EngineException;
import dev.berth.engine.EngineName;
import dev.berth.host.Command;
import dev.berth.host.CommandResult;
import dev.berth.host.CommandRunner;
import dev.berth.json.Json;
import dev.berth.model.ContainerName;
import dev.berth.model.Network;
import dev.berth.model.ObservedVolume;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Details that a process of its own tells for each question; both engines answer alike. */
public abstract class CliDetails implements EngineDetails {
  private final EngineName engine;
  private final CommandRunner runner;
  private final String program;

  /** Asks the engine with this program. */
  protected CliDetails(EngineName engine, CommandRunner runner, String program) {
    this.engine = engine;
    this.runner = runner;
    this.program = program;
  }

  /** A network from what the engine answers of it. */
  protected abstract Network network(Json answer);

  @Override
  public final EngineName engine() {
    return engine;
  }

  @Override
  public final List<Json> containers() {
    return described(
        Kind.CONTAINER,
        lines("each container", Command.reading(argv("ps", "--all", "--quiet", "--no-trunc"))));
  }

  @Override
  public final List<Json> described(Kind kind, Collection<String> names) {
    return new Inspection(runner, program).answers(kind.toString(), names);
  }

  @Override
  public final Map<String, ObservedVolume> volumes(Collection<String> names) {
    return CliReader.volumes(program + " volume inspect", described(Kind.VOLUME, names));
  }

  @Override
  public final Map<String, Network> networks(Collection<String> names) {
    Map<String, Network> networks = new HashMap<>();
    for (Json answer : described(Kind.NETWORK, names)) {
      Network network = network(answer);
      networks.put(network.name(), network);
    }
    return networks;
  }

  @Override
  public final List<Endpoint> endpoints(String network) {
    List<String> all =
        lines(
            "who is on the network " + network,
            Command.reading(
                argv("ps", "--all", "--quiet", "--no-trunc", "--filter=network=" + network)));
    List<Endpoint> endpoints = new ArrayList<>();
    for (Json container : described(Kind.CONTAINER, all)) {
      Json place = container.get("NetworkSettings").get("Networks").get(network);
      if (place.isPresent()) {
        Json fixed = place.get("IPAMConfig");
        endpoints.add(
            new Endpoint(
                ContainerName.observed(
                    container.get("Name").textOrEmpty().replaceFirst("^/", ""),
                    container.get("Id").textOrEmpty()),
                fixed.get("IPv4Address").textOrEmpty(),
                fixed.get("IPv6Address").textOrEmpty(),
                place.get("Aliases").texts()));
      }
    }
    return List.copyOf(endpoints);
  }

  @Override
  public final List<ContainerName> users(Kind kind, String name, boolean running) {
    String filter = (kind == Kind.IMAGE ? "ancestor" : kind) + "=" + name;
    List<String> argv = new ArrayList<>(argv("ps"));
    if (!running) {
      argv.add("--all");
    }
    argv.addAll(List.of("--filter=" + filter, "--format={{.Names}}"));
    String what = "who has the " + kind + " " + name;
    return lines(what, Command.reading(argv)).stream().map(line -> user(what, line)).toList();
  }

  /** Docker tells of a link as well, {@code NAME,OTHER/ALIAS}. */
  private ContainerName user(String what, String line) {
    return Stream.of(line.split(","))
        .flatMap(word -> ContainerName.find(word).stream())
        .findFirst()
        .orElseThrow(() -> new EngineException("cannot see " + what + " on " + engine));
  }

  @Override
  public final List<String> changes(ContainerName container) {
    return lines(
        "what " + container + " has written",
        Command.reading(argv("diff", container.text())).withoutTimeout());
  }

  private List<String> argv(String... words) {
    List<String> argv = new ArrayList<>(List.of(program));
    argv.addAll(List.of(words));
    return argv;
  }

  private List<String> lines(String what, Command command) {
    CommandResult result = runner.run(command);
    if (!result.succeeded()) {
      throw unseen(what, result);
    }
    return result.stdout().lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  private EngineException unseen(String what, CommandResult result) {
    return new EngineException("cannot see " + what + " on " + engine, result);
  }
}
