package dev.berth.engine.cli;

import dev.berth.engine.EngineException;
import dev.berth.engine.EngineSnapshot;
import dev.berth.host.Command;
import dev.berth.host.CommandResult;
import dev.berth.host.CommandRunner;
import dev.berth.host.SideBySide;
import dev.berth.json.Json;
import dev.berth.model.EngineInfo;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedImage;
import dev.berth.model.ObservedVolume;
import dev.berth.model.Rfc3339;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Reads all that an engine has, its parts side by side. */
public abstract class CliReader {
  /** Starts its processes. */
  protected final CommandRunner runner;

  /** What Berth itself runs: {@code podman} or {@code docker}. */
  protected final String program;

  private final String engine;

  /**
   * Reads from the engine with this program.
   *
   * @param engine its name
   * @param runner starts its processes
   * @param program what Berth itself runs
   */
  protected CliReader(String engine, CommandRunner runner, String program) {
    this.engine = engine;
    this.runner = runner;
    this.program = program;
  }

  /**
   * Reads everything once.
   *
   * @param references the references whose images are wanted
   * @param withVolumes whether named volumes are wanted
   * @throws EngineException when the engine is missing, hangs or answers what is not understood
   */
  public final EngineSnapshot observe(Collection<String> references, boolean withVolumes) {
    CompletableFuture<List<ObservedContainer>> containers = SideBySide.begin(this::containers);
    CompletableFuture<Map<String, ObservedVolume>> volumes =
        SideBySide.begin(() -> withVolumes ? volumes() : Map.of());
    CompletableFuture<String> version = SideBySide.begin(this::version);
    CompletableFuture<Map<String, ObservedImage>> images =
        SideBySide.begin(() -> new EngineImages(runner, program).inspect(references));
    return new EngineSnapshot(
        new EngineInfo(engine, SideBySide.join(version)),
        SideBySide.join(containers),
        SideBySide.join(images),
        SideBySide.join(volumes));
  }

  /** The version that decides what it can do. */
  protected abstract String version();

  /** Every container. */
  protected abstract List<ObservedContainer> containers();

  /**
   * The named volumes, by name.
   *
   * @throws EngineException when the engine fails, hangs or answers what is not understood
   */
  public abstract Map<String, ObservedVolume> volumes();

  /**
   * The same from what the engine answers of each.
   *
   * @param command that was asked, {@code podman volume ls}
   */
  protected static Map<String, ObservedVolume> volumes(String command, List<Json> answers) {
    String source = command + " answered a volume";
    Map<String, ObservedVolume> volumes = new TreeMap<>();
    for (Json answer : answers) {
      String name = answer.required(source, "Name");
      volumes.put(
          name,
          new ObservedVolume(
              name,
              answer.get("Driver").textOrEmpty(),
              answer.labels(source),
              answer.get("Mountpoint").textOrEmpty(),
              answer.get("Options").textFields(),
              answer.get("CreatedAt").text().flatMap(Rfc3339::parse)));
    }
    return volumes;
  }

  /**
   * Runs a process that has to succeed.
   *
   * @throws EngineException when it does not
   */
  protected final CommandResult read(List<String> argv) {
    CommandResult result = runner.run(Command.reading(argv));
    if (!result.succeeded()) {
      throw new EngineException(result);
    }
    return result;
  }
}
