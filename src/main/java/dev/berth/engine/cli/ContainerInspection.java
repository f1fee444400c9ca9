package dev.berth.engine.cli;

import dev.berth.engine.EngineException;
import dev.berth.engine.LogPlace;
import dev.berth.host.CommandRunner;
import dev.berth.json.Json;
import dev.berth.model.ContainerName;
import dev.berth.model.MadeWith;
import dev.berth.model.ObservedMount;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an engine tells of single containers, whose answers have one form for Podman and Docker. */
public final class ContainerInspection {
  private final Inspection inspection;
  private final String program;

  /** Asks the engine with this program. */
  public ContainerInspection(CommandRunner runner, String program) {
    this.inspection = new Inspection(runner, program);
    this.program = program;
  }

  /** What the answers are, for messages. */
  private String source() {
    return program + " container inspect";
  }

  /**
   * The answers, with one process; one that is not there is left out.
   *
   * @param containers names or ids
   * @throws EngineException when the engine fails, hangs or answers what is not understood
   */
  List<Json> answers(Collection<ContainerName> containers) {
    return inspection.answers("container", containers.stream().map(ContainerName::text).toList());
  }

  /** The container's full id. */
  String id(Json answer) {
    return answer.required(source() + " answered a container", "Id");
  }

  /** The container's name; Docker begins it with a slash. */
  ContainerName name(Json answer) {
    return ContainerName.observed(
        answer.required(source() + " answered a container", "Name").replaceFirst("^/", ""),
        id(answer));
  }

  /** What containers were made with, by their ids; Docker does not keep the command. */
  public Map<String, MadeWith> origins(Collection<ContainerName> containers) {
    Map<String, MadeWith> origins = new LinkedHashMap<>();
    for (Json answer : answers(containers)) {
      Json config = answer.get("Config");
      List<String> command = config.get("CreateCommand").texts();
      origins.put(
          id(answer),
          new MadeWith(
              command.isEmpty() ? Optional.empty() : Optional.of(command),
              config.get("Env").texts()));
    }
    return origins;
  }

  /** Where what containers print is kept, by their names. */
  Map<ContainerName, LogPlace> logPlaces(Collection<ContainerName> containers) {
    Map<ContainerName, LogPlace> places = new LinkedHashMap<>();
    for (Json answer : answers(containers)) {
      Json config = answer.get("HostConfig").get("LogConfig");
      String path = config.get("Path").textOrEmpty();
      places.put(
          name(answer),
          new LogPlace(
              config.get("Type").textOrEmpty(),
              path.startsWith("/") ? Optional.of(Path.of(path)) : Optional.empty()));
    }
    return places;
  }

  /** What containers mount, by their names, running or not. */
  public Map<ContainerName, List<ObservedMount>> mounts(Collection<ContainerName> containers) {
    Map<ContainerName, List<ObservedMount>> mounts = new LinkedHashMap<>();
    for (Json answer : answers(containers)) {
      mounts.put(
          name(answer),
          answer.get("Mounts").items().stream()
              .map(
                  mount ->
                      new ObservedMount(
                          mount.get("Name").textOrEmpty(),
                          mount.get("Source").textOrEmpty(),
                          !mount.get("RW").isTrue()))
              .toList());
    }
    return mounts;
  }
}
