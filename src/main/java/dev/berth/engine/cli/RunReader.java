package dev.berth.engine.cli;

import dev.berth.engine.HealthRecords;
import dev.berth.host.CommandRunner;
import dev.berth.json.Json;
import dev.berth.model.ContainerName;
import dev.berth.model.Labels;
import dev.berth.model.ObservedHealth;
import dev.berth.model.ObservedHealth.Check;
import dev.berth.model.ObservedHealth.Status;
import dev.berth.model.ObservedRun;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads how the runs of containers go, all with one process; both engines answer alike. */
public final class RunReader {
  private final ContainerInspection inspection;
  private final HealthRecords records;

  /**
   * Reads from the engine with this program.
   *
   * @param records the health of those that the host checks
   */
  public RunReader(CommandRunner runner, String program, HealthRecords records) {
    this.inspection = new ContainerInspection(runner, program);
    this.records = records;
  }

  /** The runs by name; one that is not there is left out. */
  public Map<ContainerName, ObservedRun> read(Collection<ContainerName> containers) {
    Map<ContainerName, ObservedRun> runs = new LinkedHashMap<>();
    for (Json answer : inspection.answers(containers)) {
      ObservedRun run = run(inspection.name(answer), answer);
      runs.put(run.name(), run);
    }
    return runs;
  }

  private ObservedRun run(ContainerName name, Json answer) {
    Json state = answer.get("State");
    return new ObservedRun(
        name,
        state.get("Status").textOrEmpty(),
        (int) answer.get("RestartCount").number(),
        (int) state.get("ExitCode").number(),
        state.get("Error").textOrEmpty(),
        isCheckedByHost(name, answer)
            ? records.read(answer.get("Id").textOrEmpty(), name)
            : health(name, state),
        Duration.ofNanos(
            answer.get("Config").get("Healthcheck", "HealthCheck").get("Interval").number()),
        state.get("OOMKilled").isTrue());
  }

  private static boolean isCheckedByHost(ContainerName name, Json answer) {
    return answer
        .get("Config")
        .get("Labels")
        .get(Labels.HOST_CHECKED)
        .textOrEmpty()
        .equals(name.text());
  }

  /** Podman 3 calls the field Healthcheck, later ones Health; it is there without a check, too. */
  private static ObservedHealth health(ContainerName name, Json state) {
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
