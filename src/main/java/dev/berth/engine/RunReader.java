package dev.berth.engine;

import dev.berth.host.Command;
import dev.berth.host.CommandResult;
import dev.berth.host.CommandRunner;
import dev.berth.model.ObservedHealth;
import dev.berth.model.ObservedHealth.Check;
import dev.berth.model.ObservedHealth.Status;
import dev.berth.model.ObservedRun;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads how the runs of containers go, all with one process; both engines answer alike. */
public final class RunReader {
  // "Error: inspecting object: no such container NAME" (Podman 4.3), "Error: no such container
  // NAME" (5.x), "Error response from daemon: No such container: NAME" (Docker).
  private static final String ABSENT = "no such container";

  private final CommandRunner runner;
  private final String program;

  /** Reads from the engine with this program. */
  public RunReader(CommandRunner runner, String program) {
    this.runner = runner;
    this.program = program;
  }

  /** By name; one that is not there is left out. */
  public Map<String, ObservedRun> read(Collection<String> containers) {
    if (containers.isEmpty()) {
      return Map.of();
    }
    List<String> argv = new ArrayList<>(List.of(program, "container", "inspect", "--"));
    argv.addAll(containers);
    CommandResult result = runner.run(Command.reading(argv));
    if (result.timedOut() || (!result.succeeded() && !tellsOfAbsence(result))) {
      throw new EngineException(result);
    }
    Map<String, ObservedRun> runs = new LinkedHashMap<>();
    String source = program + " container inspect";
    for (Json answer : Json.parse(source, result.stdout()).list(source)) {
      ObservedRun run = run(source, answer);
      runs.put(run.name(), run);
    }
    return runs;
  }

  /** For one that is absent the engine says so, fails, and prints the others all the same. */
  static boolean tellsOfAbsence(CommandResult result) {
    return result.stderr().toLowerCase(Locale.ROOT).contains(ABSENT);
  }

  /** Docker begins a name with a slash. */
  private static ObservedRun run(String source, Json answer) {
    String name = answer.required(source + " answered a container", "Name").replaceFirst("^/", "");
    Json state = answer.get("State");
    return new ObservedRun(
        name,
        state.get("Status").textOrEmpty(),
        (int) answer.get("RestartCount").number(),
        (int) state.get("ExitCode").number(),
        state.get("Error").textOrEmpty(),
        health(name, state),
        state.get("OOMKilled").isTrue());
  }

  /** Podman 3 calls the field Healthcheck, later ones Health; it is there without a check, too. */
  private static ObservedHealth health(String name, Json state) {
    Json health = state.get("Health", "Healthcheck");
    List<Check> checks = health.get("Log").items().stream().map(RunReader::check).toList();
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
