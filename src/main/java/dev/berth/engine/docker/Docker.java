package dev.berth.engine.docker;

import dev.berth.engine.ContainerInspection;
import dev.berth.engine.Engine;
import dev.berth.engine.EngineName;
import dev.berth.engine.EngineSnapshot;
import dev.berth.engine.HealthRecords;
import dev.berth.engine.HealthWait;
import dev.berth.engine.HostChecks;
import dev.berth.engine.ImageNames;
import dev.berth.engine.ImageReader;
import dev.berth.engine.Invocation;
import dev.berth.engine.RunReader;
import dev.berth.engine.RunRequest;
import dev.berth.engine.RunRequest.Mode;
import dev.berth.engine.StoreDirectory;
import dev.berth.engine.UnitCommands;
import dev.berth.engine.UnitRequest;
import dev.berth.engine.UnitScript;
import dev.berth.host.Command;
import dev.berth.host.CommandResult;
import dev.berth.host.CommandRunner;
import dev.berth.model.ContainerSpec;
import dev.berth.model.EngineInfo;
import dev.berth.model.ObservedImage;
import dev.berth.model.ObservedMount;
import dev.berth.model.ObservedNetwork;
import dev.berth.model.ObservedRun;
import dev.berth.model.ObservedSecret;
import dev.berth.model.ObservedVolume;
import dev.berth.model.Origin;
import dev.berth.model.Problems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Docker, driven by its command line. */
public final class Docker implements Engine {
  /** Its name. */
  public static final String NAME = EngineName.DOCKER.label();

  private static final Duration MARGIN = Duration.ofMinutes(1);

  private final CommandRunner runner;
  private final String program;
  private final String unitProgram;
  private final Runnable ping;
  private final DockerCheck check;

  /**
   * Docker as found on the path.
   *
   * @param runner starts its processes
   * @param program what Berth itself runs, {@code docker}
   * @param unitProgram what units run; absolute, since systemd searches a path of its own
   * @param ping makes sure that it is Docker that answers, see {@link DockerSocket#ping}
   * @param check what cannot be honoured
   */
  public Docker(
      CommandRunner runner, String program, String unitProgram, Runnable ping, DockerCheck check) {
    if (!unitProgram.startsWith("/")) {
      throw new IllegalArgumentException("a unit needs an absolute path, not " + unitProgram);
    }
    this.runner = runner;
    this.program = program;
    this.unitProgram = unitProgram;
    this.ping = ping;
    this.check = check;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public EngineSnapshot observe(Collection<String> images, boolean withVolumes) {
    ping.run();
    return new DockerReader(runner, program).observe(images, withVolumes);
  }

  @Override
  public Map<String, ObservedVolume> volumes() {
    return new DockerReader(runner, program).volumes();
  }

  @Override
  public Map<String, ObservedImage> images(Collection<String> references) {
    return new ImageReader(runner, program).inspect(references);
  }

  @Override
  public Map<String, ObservedRun> runs(Collection<String> containers) {
    return new RunReader(runner, program, HealthRecords.ofSystem()).read(containers);
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
    check.check(spec, engine, problems);
  }

  @Override
  public Invocation run(RunRequest request) {
    return DockerRun.run(request.mode() == Mode.SERVICE ? unitProgram : program, request);
  }

  @Override
  public Invocation create(RunRequest request) {
    return DockerRun.run(program, request);
  }

  @Override
  public Map<String, ObservedNetwork> networks() {
    return new DockerReader(runner, program).networks();
  }

  /** It keeps them in a swarm only, and {@link #check} refuses them. */
  @Override
  public Optional<Map<String, ObservedSecret>> secrets(Collection<String> names) {
    return Optional.empty();
  }

  @Override
  public CommandResult copyOut(String container, String path) {
    return runner.run(
        Command.reading(List.of(program, "cp", "--follow-link", container + ":" + path, "-")));
  }

  @Override
  public CommandResult removeTrials(Collection<String> containers) {
    List<String> argv = new ArrayList<>(List.of(program, "rm", "--force", "--volumes"));
    argv.addAll(containers);
    return change(argv, MARGIN);
  }

  @Override
  public Optional<String> daemonUnit() {
    return Optional.of("docker.service");
  }

  @Override
  public Optional<StoreDirectory> store(Optional<String> known) {
    return StoreDirectory.of(
        known, List.of(program, "info", "--format={{.DockerRootDir}}"), runner);
  }

  @Override
  public UnitCommands unitCommands(UnitRequest request) {
    return DockerUnit.commands(unitProgram, request);
  }

  @Override
  public UnitScript unitScript(Path made) {
    return DockerUnit.script(made);
  }

  @Override
  public boolean gatesByItself(EngineInfo engine) {
    return false;
  }

  @Override
  public String healthWaitScript() {
    return HealthWait.script(unitProgram, HealthRecords.ofSystem());
  }

  @Override
  public String healthCheckScript() {
    return HostChecks.script(unitProgram, HealthRecords.ofSystem());
  }

  @Override
  public void forgetHealth(String container) {
    HealthRecords.ofSystem().forget(container);
  }

  @Override
  public Invocation exec(ContainerSpec spec, Path environmentFile) {
    return DockerRun.exec(program, spec, environmentFile);
  }

  @Override
  public List<List<String>> beforeRun(String container) {
    return List.of(DockerName.remove(unitProgram, container));
  }

  @Override
  public CommandResult pull(String image, Consumer<String> onLine) {
    return runner.run(endless(List.of(program, "pull", "--", image), Map.of(), onLine));
  }

  /** Docker takes one name at a time. */
  @Override
  public CommandResult tag(String imageId, Collection<String> names) {
    CommandResult last = new CommandResult(List.of(), 0, "", "", false);
    for (String name : new TreeSet<>(names)) {
      CommandResult result = change(List.of(program, "tag", imageId, name), MARGIN);
      last = last.succeeded() ? result : last;
    }
    return last;
  }

  /** An image that has no other name, and that no container needs, goes with its last one. */
  @Override
  public CommandResult untag(String imageId, Collection<String> names) {
    if (names.isEmpty()) {
      return new CommandResult(List.of(), 0, "", "", false);
    }
    List<String> argv = new ArrayList<>(List.of(program, "image", "rm", "--no-prune"));
    argv.addAll(new TreeSet<>(names));
    return change(argv, MARGIN);
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
    return change(List.of(program, "start", container), MARGIN);
  }

  @Override
  public CommandResult stop(String container, Duration grace) {
    return change(DockerName.stop(program, container, grace), grace.plus(MARGIN));
  }

  @Override
  public CommandResult rename(String from, String to) {
    return change(List.of(program, "rename", from, to), MARGIN);
  }

  @Override
  public CommandResult setRestart(String container, String policy) {
    return change(List.of(program, "update", "--restart=" + policy, container), MARGIN);
  }

  /** {@code rm --force} does not wait, so the stop comes first. */
  @Override
  public CommandResult remove(String container, Duration grace) {
    CommandResult stopped = stop(container, grace);
    return stopped.timedOut() ? stopped : change(DockerName.remove(program, container), MARGIN);
  }

  @Override
  public CommandResult await(String container) {
    return runner.run(Command.reading(List.of(program, "wait", container)).withoutTimeout());
  }

  /** Docker takes the creation of a volume that is there for done (seen with 20.10 and 26.1). */
  @Override
  public CommandResult createVolume(String name, Map<String, String> labels) {
    List<String> argv = new ArrayList<>(List.of(program, "volume", "create"));
    new TreeMap<>(labels).forEach((label, value) -> argv.add("--label=" + label + "=" + value));
    argv.add(name);
    return change(argv, MARGIN);
  }

  @Override
  public CommandResult removeVolumes(Collection<String> names) {
    if (names.isEmpty()) {
      return new CommandResult(List.of(), 0, "", "", false);
    }
    List<String> argv = new ArrayList<>(List.of(program, "volume", "rm"));
    argv.addAll(names);
    return change(argv, MARGIN);
  }

  private CommandResult change(List<String> argv, Duration timeout) {
    return runner.run(Command.changing(argv, timeout));
  }

  private static Command endless(
      List<String> argv, Map<String, String> environment, Consumer<String> onLine) {
    return new Command(argv, environment, Optional.empty(), onLine, true);
  }
}
