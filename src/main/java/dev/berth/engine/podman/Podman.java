package dev.berth.engine.podman;

import dev.berth.engine.ContainerInspection;
import dev.berth.engine.Engine;
import dev.berth.engine.EngineName;
import dev.berth.engine.EngineSnapshot;
import dev.berth.engine.HealthOptions;
import dev.berth.engine.HealthRecords;
import dev.berth.engine.HealthWait;
import dev.berth.engine.HostChecks;
import dev.berth.engine.ImageNames;
import dev.berth.engine.ImageReader;
import dev.berth.engine.Invocation;
import dev.berth.engine.RunReader;
import dev.berth.engine.RunRequest;
import dev.berth.engine.SharingReader;
import dev.berth.engine.StoreDirectory;
import dev.berth.engine.UnitCommands;
import dev.berth.engine.UnitRequest;
import dev.berth.engine.UnitScript;
import dev.berth.host.Command;
import dev.berth.host.CommandResult;
import dev.berth.host.CommandRunner;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Durations;
import dev.berth.model.EngineInfo;
import dev.berth.model.ObservedImage;
import dev.berth.model.ObservedMount;
import dev.berth.model.ObservedNetwork;
import dev.berth.model.ObservedRun;
import dev.berth.model.ObservedSecret;
import dev.berth.model.ObservedVolume;
import dev.berth.model.Origin;
import dev.berth.model.Problems;
import dev.berth.model.Sharing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Podman, driven by its command line. */
public final class Podman implements Engine {
  /** Its name. */
  public static final String NAME = EngineName.PODMAN.label();

  /** Where distributions put it. */
  public static final String DEFAULT_UNIT_PROGRAM = "/usr/bin/podman";

  private static final Duration MARGIN = Duration.ofMinutes(1);

  private final CommandRunner runner;
  private final String program;
  private final String unitProgram;
  private final Optional<RootlessCheck> rootless;
  private final HealthRecords records;

  /**
   * Root's Podman.
   *
   * @param runner starts its processes
   * @param program what Berth itself runs, {@code podman}
   * @param unitProgram what units run; absolute, since systemd searches a path of its own
   */
  public Podman(CommandRunner runner, String program, String unitProgram) {
    this(runner, program, unitProgram, Optional.empty(), HealthRecords.ofSystem());
  }

  /**
   * Podman as found on the path.
   *
   * @param rootless what it can do for a user that is not root; empty for root
   * @param records the health of containers that the host checks
   */
  public Podman(
      CommandRunner runner,
      String program,
      String unitProgram,
      Optional<RootlessCheck> rootless,
      HealthRecords records) {
    if (!unitProgram.startsWith("/")) {
      throw new IllegalArgumentException("a unit needs an absolute path, not " + unitProgram);
    }
    this.runner = runner;
    this.program = program;
    this.unitProgram = unitProgram;
    this.rootless = rootless;
    this.records = records;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public EngineSnapshot observe(Collection<String> images, boolean withVolumes) {
    return new PodmanReader(runner, program).observe(images, withVolumes);
  }

  @Override
  public Map<String, ObservedVolume> volumes() {
    return new PodmanReader(runner, program).volumes();
  }

  @Override
  public Map<String, ObservedImage> images(Collection<String> references) {
    return new ImageReader(runner, program).inspect(references);
  }

  @Override
  public Map<String, ObservedRun> runs(Collection<String> containers) {
    return new RunReader(runner, program, records).read(containers);
  }

  /** {@code podman ps} tells nothing of it. */
  @Override
  public Map<String, Sharing> sharings(Collection<String> containers) {
    return new SharingReader(runner, program).read(containers);
  }

  @Override
  public Map<String, List<ObservedMount>> mounts(Collection<String> containers) {
    return new ContainerInspection(runner, program).mounts(containers);
  }

  @Override
  public Map<String, Origin> origins(Collection<String> containers) {
    return new ContainerInspection(runner, program).origins(containers);
  }

  @Override
  public void check(ContainerSpec spec, EngineInfo engine, Problems problems) {
    PodmanCheck.check(spec, engine, problems);
    rootless.ifPresent(check -> check.check(spec, problems));
  }

  @Override
  public Invocation run(RunRequest request) {
    if (request.mode() == RunRequest.Mode.ENGINE_SERVICE) {
      throw new IllegalArgumentException("Podman has no service of its own to restart containers");
    }
    return PodmanRun.run(
        request.mode() == RunRequest.Mode.SERVICE ? unitProgram : program, request);
  }

  @Override
  public Optional<StoreDirectory> store(Optional<String> known) {
    return StoreDirectory.of(
        known, List.of(program, "info", "--format={{.Store.GraphRoot}}"), runner);
  }

  @Override
  public Invocation create(RunRequest request) {
    return PodmanRun.run(program, request);
  }

  @Override
  public Map<String, ObservedNetwork> networks() {
    return new PodmanReader(runner, program).networks();
  }

  @Override
  public Optional<Map<String, ObservedSecret>> secrets(Collection<String> names) {
    return Optional.of(new PodmanReader(runner, program).secrets(names));
  }

  @Override
  public CommandResult copyOut(String container, String path) {
    return runner.run(Command.reading(List.of(program, "cp", container + ":" + path, "-")));
  }

  @Override
  public CommandResult removeTrials(Collection<String> containers) {
    List<String> argv = new ArrayList<>(List.of(program, "rm", "--force", "--volumes", "--ignore"));
    argv.addAll(containers);
    return runner.run(Command.changing(argv, MARGIN));
  }

  @Override
  public UnitCommands unitCommands(UnitRequest request) {
    return PodmanUnit.commands(unitProgram, request);
  }

  /**
   * {@code --sdnotify=healthy} came with 4.7 (its release notes). The process that says so ends at
   * once, and a systemd that is not root's may not look into it any more by then: it drops the
   * message ("Notify sender died before message is processed") and kills a healthy container at the
   * end of the unit's time.
   */
  @Override
  public boolean gatesByItself(EngineInfo engine) {
    return rootless.isEmpty() && engine.isAtLeast(4, 7);
  }

  @Override
  public boolean checksByTimers() {
    return true;
  }

  /**
   * {@code podman update} has health options since 5.4 (its release notes). It makes the timer anew
   * where the interval is another one, so that it is told two. The interval of an image's own check
   * is not known here.
   */
  @Override
  public List<List<String>> resumeChecks(ContainerSpec spec, EngineInfo engine) {
    boolean isOwn =
        PodmanHealth.arguments(spec).stream()
            .anyMatch(option -> option.startsWith("--health-interval="));
    if (!isOwn || !engine.isAtLeast(5, 4)) {
      return List.of();
    }
    Duration interval = spec.healthcheck().orElseThrow().interval();
    return Stream.of(interval.plusSeconds(1), interval)
        .map(
            every ->
                List.of(program, "update", HealthOptions.interval(every, spec.name()), spec.name()))
        .toList();
  }

  @Override
  public String healthWaitScript() {
    return HealthWait.script(unitProgram, records);
  }

  @Override
  public String healthCheckScript() {
    return HostChecks.script(unitProgram, records);
  }

  @Override
  public void forgetHealth(String container) {
    records.forget(container);
  }

  @Override
  public UnitScript unitScript(Path made) {
    return PodmanUnit.script(made);
  }

  @Override
  public Invocation exec(ContainerSpec spec, Path environmentFile) {
    return PodmanRun.exec(program, spec, environmentFile);
  }

  @Override
  public List<List<String>> beforeRun(String container) {
    return PodmanName.isAmbiguous(container) ? List.of(removal(container)) : List.of();
  }

  private List<String> removal(String container) {
    return with(container, unitProgram, "rm", "--force", "--ignore");
  }

  private static List<String> with(String container, String... words) {
    List<String> argv = new ArrayList<>(List.of(words));
    argv.addAll(PodmanName.selection(container));
    return List.copyOf(argv);
  }

  @Override
  public CommandResult pull(String image, Consumer<String> onLine) {
    return runner.run(endless(List.of(program, "pull", "--", image), Map.of(), onLine));
  }

  @Override
  public CommandResult tag(String imageId, Collection<String> names) {
    return named("tag", imageId, names);
  }

  /** Without a name it would take all of them away. */
  @Override
  public CommandResult untag(String imageId, Collection<String> names) {
    return names.isEmpty()
        ? new CommandResult(List.of(), 0, "", "", false)
        : named("untag", imageId, names);
  }

  private CommandResult named(String verb, String imageId, Collection<String> names) {
    List<String> argv = new ArrayList<>(List.of(program, verb, imageId));
    names.stream().sorted().forEach(argv::add);
    return runner.run(Command.changing(argv, MARGIN));
  }

  @Override
  public Map<String, Set<String>> imagesNamed(String prefix) {
    return ImageNames.read(runner, program, prefix);
  }

  @Override
  public CommandResult execute(
      List<String> argv, Map<String, String> environment, Consumer<String> onLine) {
    return runner.run(endless(argv, environment, onLine));
  }

  @Override
  public CommandResult start(String container) {
    return runner.run(Command.changing(List.of(program, "start", container), MARGIN));
  }

  @Override
  public CommandResult stop(String container, Duration grace) {
    return runner.run(
        Command.changing(
            with(container, program, "stop", "--ignore", "--time=" + Durations.wholeSeconds(grace)),
            grace.plus(MARGIN)));
  }

  @Override
  public CommandResult rename(String from, String to) {
    return runner.run(Command.changing(List.of(program, "rename", from, to), MARGIN));
  }

  /** Since Podman 5; none that Berth made has another policy than {@code no}. */
  @Override
  public CommandResult setRestart(String container, String policy) {
    return runner.run(
        Command.changing(List.of(program, "update", "--restart=" + policy, container), MARGIN));
  }

  @Override
  public CommandResult remove(String container, Duration grace) {
    List<String> argv =
        with(
            container,
            program,
            "rm",
            "--force",
            "--ignore",
            "--time=" + Durations.wholeSeconds(grace));
    return runner.run(Command.changing(argv, grace.plus(MARGIN)));
  }

  @Override
  public CommandResult await(String container) {
    return runner.run(Command.reading(List.of(program, "wait", container)).withoutTimeout());
  }

  /** Podman has {@code --ignore} here since 4.5 only, so that its complaint is understood. */
  @Override
  public CommandResult createVolume(String name, Map<String, String> labels) {
    List<String> argv = new ArrayList<>(List.of(program, "volume", "create"));
    new TreeMap<>(labels).forEach((label, value) -> argv.add("--label=" + label + "=" + value));
    argv.add(name);
    CommandResult result = runner.run(Command.changing(argv, MARGIN));
    boolean exists = !result.succeeded() && result.stderr().contains("already exists");
    return exists
        ? new CommandResult(result.argv(), 0, name, result.stderr(), result.timedOut())
        : result;
  }

  @Override
  public CommandResult removeVolumes(Collection<String> names) {
    if (names.isEmpty()) {
      return new CommandResult(List.of(), 0, "", "", false);
    }
    List<String> argv = new ArrayList<>(List.of(program, "volume", "rm"));
    argv.addAll(names);
    return runner.run(Command.changing(argv, MARGIN));
  }

  private static Command endless(
      List<String> argv, Map<String, String> environment, Consumer<String> onLine) {
    return new Command(argv, environment, Optional.empty(), onLine, true);
  }
}
