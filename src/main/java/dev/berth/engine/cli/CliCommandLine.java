package dev.berth.engine.cli;

import dev.berth.engine.CommandLine;
import dev.berth.engine.EngineName;
import dev.berth.engine.EngineOptions;
import dev.berth.engine.HealthRecords;
import dev.berth.engine.HostChecks;
import dev.berth.engine.Invocation;
import dev.berth.engine.LogRange;
import dev.berth.engine.RunEnvironment;
import dev.berth.engine.RunRequest;
import dev.berth.engine.RunRequest.Mode;
import dev.berth.engine.RunVolumes;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Durations;
import dev.berth.model.Key;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes {@code run}, {@code create} and {@code exec} as both engines take them; the order of
 * arguments never varies.
 */
public abstract class CliCommandLine implements CommandLine {
  /** What Berth itself runs: {@code podman} or {@code docker}. */
  protected final String program;

  /** What units run; absolute, since systemd searches a path of its own. */
  protected final String unitProgram;

  private final EngineName engine;
  private final HealthRecords records;

  /**
   * Command lines of this program.
   *
   * @param engine whose options they have
   * @param program what Berth itself runs
   * @param unitProgram what units run
   * @param records the health of containers that the host checks
   * @throws IllegalArgumentException when the program of units is not absolute
   */
  protected CliCommandLine(
      EngineName engine, String program, String unitProgram, HealthRecords records) {
    if (!unitProgram.startsWith("/")) {
      throw new IllegalArgumentException("a unit needs an absolute path, not " + unitProgram);
    }
    this.engine = engine;
    this.program = program;
    this.unitProgram = unitProgram;
    this.records = records;
  }

  /** What depends on who looks after the container. */
  protected abstract List<String> mode(RunRequest request);

  /** Where its output goes. */
  protected abstract List<String> logging(RunRequest request);

  /** What comes before the labels. */
  protected abstract List<String> beforeLabels(RunRequest request);

  /** The networks that no row of the options' table can say. */
  protected abstract List<String> networks(ContainerSpec spec);

  /** Its health check by the engine; with nothing else where the host checks it. */
  protected abstract List<String> healthcheck(RunRequest request);

  /** The option, the image, and what of the entrypoint the option does not take. */
  protected abstract List<String> entrypointAndImage(RunRequest request);

  @Override
  public Invocation run(RunRequest request) {
    boolean isUnits = request.mode() == Mode.SERVICE || request.mode() == Mode.INIT;
    return write(isUnits ? unitProgram : program, request);
  }

  @Override
  public final Invocation create(RunRequest request) {
    return write(program, request);
  }

  private Invocation write(String by, RunRequest request) {
    ContainerSpec spec = request.spec();
    RunEnvironment environment = RunEnvironment.of(spec);
    RunVolumes volumes = RunVolumes.of(spec, request.image().volumes());
    List<String> argv =
        new ArrayList<>(List.of(by, request.mode().verb(), "--name=" + spec.name()));
    argv.addAll(mode(request));
    argv.add("--pull=never");
    argv.add("--stop-timeout=" + Durations.wholeSeconds(spec.stopGracePeriod()));
    argv.addAll(logging(request));
    argv.addAll(beforeLabels(request));
    argv.addAll(request.labelArguments());
    argv.addAll(EngineOptions.arguments(engine, spec));
    argv.addAll(networks(spec));
    argv.addAll(volumes.arguments());
    if (request.healthchecks()) {
      argv.addAll(healthcheck(request));
    }
    // The later one of two files counts, and --env counts before any file (podman-run(1)); Docker
    // does the same.
    spec.texts(Key.ENV_FILE).forEach(file -> argv.add("--env-file=" + file));
    argv.addAll(environment.arguments(request.environmentFile()));
    argv.addAll(entrypointAndImage(request));
    argv.addAll(spec.texts(Key.COMMAND));
    return new Invocation(argv, environment.inherited(), environment.fileText(), volumes.names());
  }

  @Override
  public final Invocation exec(ContainerSpec spec, Path environmentFile) {
    RunEnvironment environment = RunEnvironment.of(spec);
    List<String> argv = new ArrayList<>(List.of(program, "exec"));
    spec.text(Key.USER).ifPresent(user -> argv.add("--user=" + user));
    if (spec.flag(Key.PRIVILEGED)) {
      argv.add("--privileged");
    }
    spec.text(Key.WORKING_DIR).ifPresent(directory -> argv.add("--workdir=" + directory));
    argv.addAll(environment.arguments(environmentFile));
    argv.addAll(spec.texts(Key.COMMAND));
    return new Invocation(argv, environment.inherited(), environment.fileText(), List.of());
  }

  @Override
  public final Optional<List<String>> logs(ContainerName container, LogRange range) {
    List<String> argv = new ArrayList<>(List.of(unitProgram, "logs"));
    range.lines().ifPresent(count -> argv.add("--tail=" + count));
    range.since().ifPresent(time -> argv.add("--since=" + time));
    range.until().ifPresent(time -> argv.add("--until=" + time));
    if (range.timestamps()) {
      argv.add("--timestamps");
    }
    if (range.follow()) {
      argv.add("--follow");
    }
    argv.add(container.text());
    return Optional.of(List.copyOf(argv));
  }

  @Override
  public List<String> save(List<String> images) {
    List<String> argv = new ArrayList<>(List.of(program, "save"));
    argv.addAll(images);
    return argv;
  }

  @Override
  public final List<String> load() {
    return List.of(program, "load");
  }

  @Override
  public final String healthWaitScript() {
    return HealthWait.script(unitProgram, records);
  }

  @Override
  public final String healthCheckScript() {
    return HostChecks.script(unitProgram, records);
  }
}
