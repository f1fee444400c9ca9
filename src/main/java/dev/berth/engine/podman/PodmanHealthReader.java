package dev.berth.engine.podman;

import dev.berth.engine.EngineException;
import dev.berth.engine.Json;
import dev.berth.host.Command;
import dev.berth.host.CommandResult;
import dev.berth.host.CommandRunner;
import dev.berth.model.ObservedHealth;
import dev.berth.model.ObservedHealth.Check;
import dev.berth.model.ObservedHealth.Status;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the health of containers, all with one process. */
final class PodmanHealthReader {
  // "Error: inspecting object: no such container NAME" (4.3), "Error: no such container NAME"
  // (5.x).
  private static final String ABSENT = "no such container";

  private final CommandRunner runner;
  private final String program;

  PodmanHealthReader(CommandRunner runner, String program) {
    this.runner = runner;
    this.program = program;
  }

  /** By name; one that is not there is left out. */
  Map<String, ObservedHealth> read(Collection<String> containers) {
    if (containers.isEmpty()) {
      return Map.of();
    }
    List<String> argv = new ArrayList<>(List.of(program, "container", "inspect", "--"));
    argv.addAll(containers);
    CommandResult result = runner.run(Command.reading(argv));
    // For one that is absent Podman says so, fails, and prints the others all the same.
    if (result.timedOut() || (!result.succeeded() && !result.stderr().contains(ABSENT))) {
      throw new EngineException(result);
    }
    Map<String, ObservedHealth> healths = new LinkedHashMap<>();
    for (Json answer : Json.parse(program + " container inspect", result.stdout()).items()) {
      String name = answer.get("Name").textOrEmpty();
      healths.put(name, health(name, answer.get("State")));
    }
    return healths;
  }

  /** Podman 3 calls the field Healthcheck, later ones Health; it is there without a check, too. */
  private static ObservedHealth health(String name, Json state) {
    Json health = state.get("Health", "Healthcheck");
    List<Check> checks = health.get("Log").items().stream().map(PodmanHealthReader::check).toList();
    return new ObservedHealth(
        name,
        status(health.get("Status").textOrEmpty()),
        (int) health.get("FailingStreak").number(),
        checks);
  }

  private static Status status(String word) {
    return switch (word) {
      case "healthy" -> Status.HEALTHY;
      case "unhealthy" -> Status.UNHEALTHY;
      case "starting" -> Status.STARTING;
      default -> Status.NONE;
    };
  }

  private static Check check(Json answer) {
    return new Check(
        instant(answer.get("Start").textOrEmpty()),
        instant(answer.get("End").textOrEmpty()),
        (int) answer.get("ExitCode").number(),
        answer.get("Output").textOrEmpty());
  }

  private static Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException unknown) {
      return Instant.EPOCH;
    }
  }
}
