package dev.berth.apply;

import static dev.berth.host.RecordedRunner.answer;
import static dev.berth.host.RecordedRunner.failure;

import dev.berth.Configurations;
import dev.berth.config.ConfigurationLabel;
import dev.berth.engine.CommandLine;
import dev.berth.engine.ContainerNames;
import dev.berth.engine.Engine;
import dev.berth.engine.docker.Docker;
import dev.berth.engine.docker.DockerCheck;
import dev.berth.engine.podman.Podman;
import dev.berth.host.AtomicFile;
import dev.berth.host.Command;
import dev.berth.host.CommandResult;
import dev.berth.host.CommandRunner;
import dev.berth.host.PlayedWaits;
import dev.berth.host.ProcessRunner;
import dev.berth.host.Selinux;
import dev.berth.model.Care;
import dev.berth.model.ContainerName;
import dev.berth.model.Desired;
import dev.berth.model.Plan;
import dev.berth.model.operation.ContainerOperation.RemoveTrial;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.Operation;
import dev.berth.supervisor.EngineSupervisor;
import dev.berth.supervisor.RenderOptions;
import dev.berth.supervisor.SystemdSupervisor;
import dev.berth.systemd.Journal;
import dev.berth.systemd.Scope;
import dev.berth.systemd.Systemctl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A played host on which runs of an apply are recorded, each command and each file. */
final class CallHost implements CommandRunner {
  private static final Pattern HEX = Pattern.compile("(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])");

  final Path root;
  final HostPaths paths;
  final Map<String, PlayedEngine> engines = new TreeMap<>();
  final PlayedSystemd systemd;
  private final PlayedCrossing crossing = new PlayedCrossing(this);
  private final ProcessRunner real = new ProcessRunner(command -> {});
  private Optional<CallLog> log = Optional.empty();
  private Asked asked = new Asked();
  private boolean isInterrupted;
  private boolean mayBeKilled;

  /** What the files were when a run was killed. */
  private Optional<HostFiles> atDeath = Optional.empty();

  private final Map<Asked.Fault, Integer> faults = new LinkedHashMap<>();

  /**
   * How many operations are carried out before Berth is killed; none is ever reached by default.
   */
  private int operationsToLive = Integer.MAX_VALUE;

  /** How many commands that change something are called before Berth is killed. */
  private int commandsToLive = Integer.MAX_VALUE;

  private Optional<String> diedAt = Optional.empty();
  private final List<Operation> called = new ArrayList<>();

  /**
   * What came of a run.
   *
   * @param refusals the problems of its plan; none where it was carried out
   */
  record Outcome(Optional<Report> report, List<String> refusals, List<String> notes) {}

  CallHost(Path root) {
    this.root = root;
    paths =
        new HostPaths(
            root.resolve("etc/systemd/system"),
            root.resolve("etc/berth"),
            root.resolve("var/lib/berth"),
            root.resolve("etc/tmpfiles.d"),
            Optional.empty());
    dev.berth.host.Directories.make(paths.units(), "rwxr-xr-x");
    paths.create();
    systemd = new PlayedSystemd(this, paths, name -> Optional.ofNullable(engines.get(name)));
  }

  PlayedEngine engine(String name) {
    return engines.computeIfAbsent(
        name,
        it ->
            new PlayedEngine(
                it,
                root.resolve(
                    it.equals("podman")
                        ? "var/lib/containers/storage/volumes"
                        : "var/lib/docker/volumes")));
  }

  /** Somebody uses systemctl. */
  void systemctl(String verb, String... units) {
    List<String> argv = new ArrayList<>(List.of("systemctl", verb));
    argv.addAll(List.of(units));
    systemd.play(Command.reading(argv));
  }

  /** A container that nobody knows runs. */
  void stranger(String name) {
    stranger("podman", name);
  }

  /** The same on one of the engines. */
  void stranger(String engine, String name) {
    engine(engine).create(List.of("--name=" + name, "j")).state = "running";
  }

  /** A unit does not stop. */
  void stubborn(String unit) {
    systemd.stubborn.add(unit);
  }

  /** Somebody removes a unit's file. */
  void remove(Path unit) {
    AtomicFile.remove(paths.units().resolve(unit));
  }

  /** Somebody lets others read the environment of a container. */
  void open(String container) {
    try {
      Files.setPosixFilePermissions(
          paths.inheritedEnvironment(new ContainerName(container)),
          PosixFilePermissions.fromString("rw-r--r--"));
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  /** Takes away what differs from run to run. */
  String plain(String text) {
    String plain = text.replace(root.toString(), "");
    for (PlayedEngine engine : engines.values()) {
      for (String image : engine.known()) {
        String id = PlayedEngine.imageId(image);
        plain = plain.replace(id, "<" + image + ">");
        plain = plain.replace(":" + id.substring(0, 12), ":<" + image + ">");
      }
      for (PlayedContainer one : engine.containers.values()) {
        plain = plain.replace(one.id, "<id of " + one.name + ">");
      }
    }
    return HEX.matcher(plain).replaceAll(Matcher.quoteReplacement("<hex>"));
  }

  private Desired desired(Asked run) {
    return new Desired(
        run.sets.entrySet().stream()
            .map(
                set ->
                    Configurations.read(
                        set.getKey(), set.getValue().replace("ROOT", root.toString())))
            .toList());
  }

  /** Runs an apply as it is asked for; nothing of it is recorded. */
  Outcome apply(Asked run) {
    asked = run;
    isInterrupted = false;
    called.clear();
    mayBeKilled = run.killedAfter.isEmpty();
    faults.clear();
    run.faults.forEach(fault -> faults.put(fault, 0));
    PlayedHost.Silence progress =
        new PlayedHost.Silence() {
          @Override
          public void calling(List<Operation> operations) {
            call(operations);
          }
        };
    List<String> refusals = new ArrayList<>();
    Optional<Report> report = Optional.empty();
    try {
      report =
          deployment(run)
              .apply(
                  desired(run),
                  run.planOptions(),
                  new ExecutionOptions(run.parallel, run.rollback, run.waits),
                  progress,
                  () -> isInterrupted,
                  plan -> refusals.addAll(problems(plan)));
    } catch (RuntimeException end) {
      if (atDeath.isEmpty()) {
        throw end;
      }
    }
    atDeath.ifPresent(files -> files.restore(root));
    atDeath = Optional.empty();
    return new Outcome(report, refusals, progress.notes);
  }

  /**
   * The same, killed before the operation that comes after so many others.
   *
   * @return which one that was; empty where it came to its end before
   */
  Optional<String> killed(Asked run, int operations) {
    operationsToLive = operations;
    diedAt = Optional.empty();
    try {
      apply(run);
    } finally {
      operationsToLive = Integer.MAX_VALUE;
    }
    return diedAt;
  }

  /**
   * What {@code migrate --rollback} does of what an apply has brought over, killed before the
   * command that comes after so many others that change something.
   *
   * @return before which one that was; empty where it came to its end before
   */
  Optional<String> rollBack(Asked run, int commands) {
    asked = run;
    mayBeKilled = false;
    faults.clear();
    commandsToLive = commands;
    diedAt = Optional.empty();
    Engine here = engine(run.engine, run.care);
    ContainerTeardown teardown =
        new ContainerTeardown(
            here.runtime(),
            here.control(),
            new Systemctl(this, Scope.SYSTEM),
            paths,
            "berth",
            run.prefix);
    try {
      Map<ContainerName, String> failures =
          crossing
              .to(here, engine(run.other.orElseThrow(), run.care), run, crossing.names())
              .returning()
              .all(teardown::end, name -> {});
      if (atDeath.isEmpty() && !failures.isEmpty()) {
        throw new AssertionError(failures);
      }
    } catch (RuntimeException end) {
      if (atDeath.isEmpty()) {
        throw end;
      }
    } finally {
      commandsToLive = Integer.MAX_VALUE;
    }
    atDeath.ifPresent(files -> files.restore(root));
    atDeath = Optional.empty();
    return diedAt;
  }

  /** What a plan says that the same comes to; empty where it is refused. */
  List<Node> planned(Asked run) {
    asked = run;
    Deployment deployment = deployment(run);
    Deployment.Prepared prepared = deployment.plan(desired(run), run.planOptions());
    return prepared.plan().isRefused()
        ? List.of()
        : deployment.operations(
            prepared, new ExecutionOptions(run.parallel, run.rollback, run.waits));
  }

  /** The operations of the last apply, in the order in which they were begun. */
  List<Operation> called() {
    return List.copyOf(called);
  }

  private synchronized void call(List<Operation> operations) {
    called.addAll(operations);
    if (operations.getFirst() instanceof RemoveTrial) {
      // Nothing waits for it: it is done beside what comes next, whenever Berth is killed.
      return;
    }
    if (atDeath.isPresent()) {
      throw new IllegalStateException("killed");
    }
    if (operationsToLive == 0) {
      atDeath = Optional.of(HostFiles.below(root));
      diedAt = Optional.of(operations.getFirst().verb() + " " + operations.getFirst().subject());
      throw new IllegalStateException("killed");
    }
    operationsToLive--;
  }

  /** The same, recorded. */
  Outcome record(Asked run, CallLog into) {
    log = Optional.of(into);
    Outcome outcome = apply(run);
    into.seeFiles();
    log = Optional.empty();
    return outcome;
  }

  private static List<String> problems(Plan plan) {
    return plan.problems().stream().map(Object::toString).toList();
  }

  private Deployment deployment(Asked run) {
    RenderOptions options =
        new RenderOptions("berth", run.prefix, new TreeMap<>(), Optional.empty(), true);
    Engine engine = engine(run.engine, run.care);
    Systemctl systemctl = new Systemctl(this, Scope.SYSTEM);
    CommandLine commands = engine.commandLine();
    return new Deployment(
        new Host(
            engine,
            systemctl,
            new Journal(this, Scope.SYSTEM),
            paths,
            Selinux.in(this, paths.state().resolve("no-kernel"), paths.state()),
            new PlayedWaits()),
        run.care == Care.UNIT
            ? new SystemdSupervisor(commands, systemctl, paths, options)
            : new EngineSupervisor(commands, systemctl, paths, options),
        options,
        new LegacyDetector(new ConfigurationLabel(Map.of(), List::of)::read),
        run.other.map(
            name -> {
              Engine other = engine(name, run.care);
              ContainerNames names = crossing.names();
              return new OtherEngine(
                  other.runtime(),
                  crossing.to(engine(run.engine, run.care), other, run, names),
                  names);
            }),
        crossing::held,
        false);
  }

  private Engine engine(String name, Care care) {
    return name.equals("podman")
        ? Podman.of(this, "podman", "/usr/bin/podman")
        : Docker.of(
            this, "docker", "/usr/bin/docker", () -> {}, new DockerCheck(care == Care.UNIT, false));
  }

  @Override
  public synchronized CommandResult run(Command command) {
    String line = String.join(" ", command.argv());
    boolean isBeside = line.contains("berth-trial-") && line.contains(" rm ");
    if (atDeath.isEmpty()
        && mayBeKilled
        && asked.killedAt.filter(it -> line.matches(it)).isPresent()) {
      atDeath = Optional.of(HostFiles.below(root));
      log.ifPresent(it -> it.event("killed before: " + it));
    }
    boolean changes =
        command.changes() || List.of("cp", "flock", "sync").contains(command.argv().getFirst());
    if (changes && commandsToLive-- == 0) {
      atDeath = Optional.of(HostFiles.below(root));
      diedAt = Optional.of(line);
    }
    if (atDeath.isPresent() && !isBeside) {
      throw new IllegalStateException("killed");
    }
    mayBeKilled |= asked.killedAfter.filter(it -> line.matches(it)).isPresent();
    if (asked.interruptedAt.filter(it -> line.matches(it)).isPresent() && !isInterrupted) {
      isInterrupted = true;
      log.ifPresent(it -> it.event("interrupted"));
    }
    if (!changes) {
      log.ifPresent(it -> it.read(reading(command.argv())));
    } else if (isBeside) {
      log.ifPresent(it -> it.callBeside(command.argv()));
    } else {
      log.ifPresent(it -> it.call(command.argv()));
    }
    CommandResult result = fault(line).orElseGet(() -> play(command));
    if (changes && !isBeside) {
      log.ifPresent(it -> it.called(how(result)));
    }
    result.stdout().lines().forEach(command.onLine());
    result.stderr().lines().forEach(command.onLine());
    return result;
  }

  private static String how(CommandResult result) {
    return result.timedOut()
        ? "given up"
        : result.exitCode() != 0 ? "exit " + result.exitCode() + ": " + result.lastWords() : "";
  }

  private static String reading(List<String> argv) {
    return argv.getFirst()
        + (argv.size() > 1 && !argv.get(1).startsWith("--") ? " " + argv.get(1) : "")
        + (List.of("image", "container", "volume", "network", "secret").contains(argv.get(1))
            ? " " + argv.get(2)
            : "");
  }

  private Optional<CommandResult> fault(String line) {
    for (Map.Entry<Asked.Fault, Integer> fault : faults.entrySet()) {
      if (line.matches(fault.getKey().pattern())) {
        fault.setValue(fault.getValue() + 1);
        if (fault.getValue() <= fault.getKey().times()) {
          return Optional.of(failure(fault.getKey().status(), "", fault.getKey().words() + "\n"));
        }
      }
    }
    return Optional.empty();
  }

  private CommandResult play(Command command) {
    List<String> argv = command.argv();
    String program = Path.of(argv.getFirst()).getFileName().toString();
    if (program.equals("sh") && argv.size() > 6) {
      String container = argv.get(5).replaceAll("[\\^/?$]", "").replace("[.]", ".");
      List<String> words = new ArrayList<>(argv.subList(6, argv.size()));
      words.add(container);
      return engine(words.getFirst()).play(words);
    }
    return switch (program) {
      case "podman", "docker" -> engine(program).play(argv);
      case "systemctl" -> systemd.play(command);
      case "journalctl" -> answer(systemd.journal(String.join(" ", argv)));
      case "cp", "du", "flock", "stat", "sync" -> real.run(command);
      default -> answer("");
    };
  }

  /** One command feeds another one. */
  synchronized CommandResult pipe(Command source, Command sink) {
    String line = String.join(" ", source.argv());
    log.ifPresent(it -> it.call(source.argv()));
    CommandResult result = fault(line).orElseGet(() -> answer(""));
    log.ifPresent(it -> it.called(how(result)));
    log.ifPresent(it -> it.event("into: " + String.join(" ", sink.argv())));
    return result;
  }
}
