package dev.berth.cli;

import dev.berth.apply.AppliedRecords;
import dev.berth.apply.Deployment;
import dev.berth.apply.ExecutionOptions;
import dev.berth.apply.Formers;
import dev.berth.apply.HeldByMigration;
import dev.berth.apply.Host;
import dev.berth.apply.HostPaths;
import dev.berth.apply.Observer;
import dev.berth.apply.OtherEngine;
import dev.berth.config.ConfigText;
import dev.berth.config.ConfigurationLabel;
import dev.berth.config.Suggestion;
import dev.berth.engine.CommandLine;
import dev.berth.engine.Engine;
import dev.berth.engine.EngineName;
import dev.berth.engine.HealthRecords;
import dev.berth.engine.StoreVariables;
import dev.berth.engine.docker.Docker;
import dev.berth.engine.docker.DockerCheck;
import dev.berth.engine.docker.DockerSocket;
import dev.berth.engine.podman.Podman;
import dev.berth.engine.podman.RootlessCheck;
import dev.berth.host.CommandRunner;
import dev.berth.host.ProcessRunner;
import dev.berth.host.ProcessStreams;
import dev.berth.host.Selinux;
import dev.berth.migrate.EngineCli;
import dev.berth.migrate.Migration;
import dev.berth.migrate.MigrationJournal;
import dev.berth.migrate.MigrationRun;
import dev.berth.migrate.VolumeMode;
import dev.berth.model.Desired;
import dev.berth.model.Labels;
import dev.berth.model.ShownValue;
import dev.berth.plan.PlanOptions.MissingBinds;
import dev.berth.supervisor.EngineSupervisor;
import dev.berth.supervisor.RenderOptions;
import dev.berth.supervisor.Supervisor;
import dev.berth.supervisor.SystemdSupervisor;
import dev.berth.supervisor.UnitsOfHost;
import dev.berth.systemd.BootClock;
import dev.berth.systemd.Journal;
import dev.berth.systemd.Scope;
import dev.berth.systemd.Systemctl;
import dev.berth.systemd.UnitName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Puts the rooms together for one run of a command. */
final class Wiring {
  private static final Path PODMAN_STORAGE = Path.of("/var/lib/containers/storage");

  private final Console console;
  private final Caller caller;
  private final EnginePrograms programs;
  private final List<ProcessRunner> runners = new CopyOnWriteArrayList<>();
  private final Map<Path, MigrationJournal> journals = new ConcurrentHashMap<>();

  Wiring(Console console, Caller caller) {
    this.console = console;
    this.caller = caller;
    this.programs = new EnginePrograms(console.environment(), console::warning);
  }

  Console console() {
    return console;
  }

  /** Whose systemd and containers a run is about. */
  static Scope scope(Settings settings) {
    return oneOf(settings, HostSetting.SCOPE, "system", "system", "user").equals("user")
        ? Scope.USER
        : Scope.SYSTEM;
  }

  /** The number of the user who runs this. */
  int uid() {
    return caller.account().uid();
  }

  /** Where things lie. */
  HostPaths paths(Settings settings) {
    return caller.places().apply(scope(settings));
  }

  /**
   * What every process that is run needs in its environment; refuses who may run none, and who
   * would have them look elsewhere than units do.
   */
  Map<String, String> processEnvironment(Settings settings) {
    Map<String, String> variables =
        caller.processEnvironment(scope(settings), console.environment());
    if (storePlace(settings).isInDoubt()) {
      ProcessRunner asking = new ProcessRunner(command -> {}, variables);
      storePlace(settings).check(new Systemctl(asking, scope(settings)).settings());
    }
    return variables;
  }

  private StorePlace storePlace(Settings settings) {
    boolean isUser = scope(settings) == Scope.USER;
    StoreVariables podman =
        isUser ? StoreVariables.podman(caller.account().home()) : StoreVariables.podman();
    boolean isDocker = engineName(settings).equals(Docker.NAME);
    StoreVariables docker =
        isSystemd(settings) ? StoreVariables.docker() : new StoreVariables(new TreeMap<>());
    return new StorePlace(
        scope(settings),
        !isDocker ? podman : Files.exists(PODMAN_STORAGE) ? docker.and(podman) : docker,
        console.environment(),
        paths(settings).units());
  }

  /** Every setting, with options over variables over the settings file. */
  Settings settings(List<Map<HostSetting, String>> options) {
    Map<HostSetting, String> given = new EnumMap<>(HostSetting.class);
    options.forEach(given::putAll);
    Map<HostSetting, String> fallbacks = caller.fallbacks();
    Settings withoutFile = new Settings(given, console.environment(), Map.of(), fallbacks);
    return new Settings(
        given,
        console.environment(),
        SettingsFile.read(paths(withoutFile).configuration().resolve("berth.yaml"), console),
        fallbacks);
  }

  /** The engine that the settings name. */
  Engine engine(Settings settings, CommandRunner runner) {
    if (engineName(settings).equals(Docker.NAME)) {
      return docker(settings, runner);
    }
    return podman(settings, runner);
  }

  private Engine podman(Settings settings, CommandRunner runner) {
    return Podman.of(
        runner,
        "podman",
        EnginePrograms.ofUnits(Podman.NAME),
        scope(settings) == Scope.USER
            ? Optional.of(RootlessCheck.ofHost(caller.account().uid()))
            : Optional.empty(),
        scope(settings) == Scope.USER
            ? HealthRecords.ofUser(caller.account().uid())
            : HealthRecords.ofSystem());
  }

  private Engine docker(Settings settings, CommandRunner runner) {
    if (scope(settings) == Scope.USER) {
      throw new InvalidUse("Docker is the system's: its containers need --scope system, and root");
    }
    return Docker.of(
        runner,
        "docker",
        EnginePrograms.ofUnits(Docker.NAME),
        () -> DockerSocket.of(console.environment()).ping(),
        new DockerCheck(isSystemd(settings), flag(settings, HostSetting.IGNORE_SYSTEMD_KEYS)));
  }

  /** Nothing that was asked is left running behind a command that has failed meanwhile. */
  void endReading() {
    runners.forEach(ProcessRunner::endReading);
  }

  /** A runner that tells, where that is wanted, each process that it starts. */
  ProcessRunner runner(Settings settings, boolean verbose) {
    if (isSystemd(settings)) {
      programs.compare(engineName(settings));
    }
    ProcessRunner runner =
        new ProcessRunner(
            command -> {
              if (verbose) {
                console.talk("run      " + ShellQuoting.line(command.argv()));
              }
            },
            processEnvironment(settings));
    runners.add(runner);
    return runner;
  }

  /** Who looks after services. */
  Supervisor supervisor(Settings settings, PlainHostOptions options, CommandRunner runner) {
    CommandLine commandLine = engine(settings, runner).commandLine();
    Systemctl systemctl = systemctl(settings, runner);
    HostPaths paths = paths(settings);
    RenderOptions rendering = renderOptions(settings, options);
    return switch (supervisor(settings)) {
      case SYSTEMD -> new SystemdSupervisor(commandLine, systemctl, paths, rendering);
      case ENGINE -> new EngineSupervisor(commandLine, systemctl, paths, rendering);
    };
  }

  Systemctl systemctl(Settings settings, CommandRunner runner) {
    return new Systemctl(runner, scope(settings), storePlace(settings)::check);
  }

  /** What looks at the containers and units of the chosen engine. */
  Observer observer(Settings settings, ProcessRunner runner) {
    return observer(settings, runner, engine(settings, runner));
  }

  /** The same for this one of the host's engines. */
  Observer observer(Settings settings, ProcessRunner runner, Engine engine) {
    return new Observer(
        engine.runtime(),
        new UnitsOfHost(systemctl(settings, runner), paths(settings).units()),
        paths(settings),
        new AppliedRecords(paths(settings).applied()));
  }

  BootClock bootClock(Settings settings, ProcessRunner runner) {
    return new BootClock(runner, scope(settings));
  }

  /** The deployment of a command. */
  Deployment deployment(
      Settings settings, HostOptions options, ProcessRunner runner, boolean rekey) {
    return new Deployment(
        new Host(
            engine(settings, runner),
            systemctl(settings, runner),
            new Journal(runner, scope(settings)),
            paths(settings),
            Selinux.ofHost(runner)),
        supervisor(settings, options, runner),
        renderOptions(settings, options),
        new Formers(new ConfigurationLabel(console.environment(), new IsolatedProcessors())::read),
        otherEngine(settings, options, runner),
        () -> held(settings),
        rekey);
  }

  /** What migrations hold that are not at their end; nothing where the host has no journal. */
  HeldByMigration held(Settings settings) {
    return migrationJournal(settings).state().held();
  }

  /** The engine that is not the chosen one, where there is one and it may have containers. */
  private Optional<OtherEngine> otherEngine(
      Settings settings, PlainHostOptions options, ProcessRunner runner) {
    return hasOtherEngine(settings)
        ? Optional.of(
            new OtherEngine(
                source(settings, runner).runtime(), migration(settings, options, runner)))
        : Optional.empty();
  }

  /** Whether there is a second engine that may have containers. */
  boolean hasOtherEngine(Settings settings) {
    if (scope(settings) == Scope.USER) {
      return false;
    }
    boolean fromDocker = engineName(settings).equals(Podman.NAME);
    return fromDocker
        ? DockerSocket.of(console.environment()).isRunning()
        : Files.isExecutable(Path.of(EnginePrograms.ofUnits(Podman.NAME)))
            && Files.exists(PODMAN_STORAGE);
  }

  /** Whether Podman is chosen and Docker runs, too. */
  boolean goesBesideDocker(Settings settings) {
    return engineName(settings).equals(Podman.NAME) && hasOtherEngine(settings);
  }

  /** The engine that is not the chosen one. */
  Engine source(Settings settings, ProcessRunner runner) {
    return engineName(settings).equals(Podman.NAME)
        ? docker(settings, runner)
        : podman(settings, runner);
  }

  /** The same as one side of a migration. */
  EngineCli sourceCli(Settings settings, ProcessRunner runner) {
    return cli(
        engineName(settings).equals(Podman.NAME) ? EngineName.DOCKER : EngineName.PODMAN, runner);
  }

  private static EngineCli cli(EngineName kind, ProcessRunner runner) {
    return new EngineCli(kind, kind.toString(), runner);
  }

  /** What brings containers over to the chosen engine. */
  Migration migration(Settings settings, PlainHostOptions options, ProcessRunner runner) {
    EngineCli source = sourceCli(settings, runner);
    EngineName from = source.kind();
    EngineName to = from == EngineName.DOCKER ? EngineName.PODMAN : EngineName.DOCKER;
    String prefix = settings.text(HostSetting.UNIT_PREFIX);
    return Migration.between(
        source,
        cli(to, runner),
        source(settings, runner),
        systemctl(settings, runner),
        paths(settings),
        name -> UnitName.of(prefix, name).text(),
        migrationJournal(settings),
        new MigrationRun(
            paths(settings).migration(),
            KeptSettings.of(settings, options.labels.get(), from, to),
            ConfigText::yaml),
        new ProcessStreams(command -> {}, processEnvironment(settings)),
        () -> false,
        VolumeMode.valueOf(
            oneOf(settings, HostSetting.MIGRATE_VOLUMES, "copy", "copy", "move", "skip")
                .toUpperCase(Locale.ROOT)));
  }

  /** One for all who ask in this run, so that it is read once. */
  MigrationJournal migrationJournal(Settings settings) {
    return journals.computeIfAbsent(
        paths(settings).state(), state -> new MigrationJournal(state, Clock.systemUTC()));
  }

  RenderOptions renderOptions(Settings settings, PlainHostOptions options) {
    String logPath = settings.text(HostSetting.CONTAINER_LOG_PATH);
    if (!logPath.isEmpty() && engineName(settings).equals(Docker.NAME)) {
      throw new InvalidUse(
          "--container-log-path is for podman: docker writes its logs where its daemon wants them");
    }
    if (!logPath.isEmpty() && !logPath.startsWith("/")) {
      throw new InvalidUse("--container-log-path must be an absolute path");
    }
    String prefix = settings.text(HostSetting.UNIT_PREFIX);
    if (!prefix.matches("[A-Za-z0-9_][A-Za-z0-9_.-]{0,39}")) {
      throw new InvalidUse("--unit-prefix must be 1 to 40 letters, digits, '_', '.' or '-'");
    }
    return new RenderOptions(
        settings.text(HostSetting.MANAGED_BY),
        prefix,
        labels(options.labels.get()),
        logPath.isEmpty() ? Optional.empty() : Optional.of(Path.of(logPath)),
        !flag(settings, HostSetting.HEALTHCHECK_DISABLED));
  }

  private static SortedMap<String, String> labels(List<String> given) {
    SortedMap<String, String> labels = new TreeMap<>();
    for (String label : given) {
      int equals = label.indexOf('=');
      if (equals < 1) {
        throw new InvalidUse("a --label is not KEY=VALUE");
      }
      String name = label.substring(0, equals);
      if (Labels.OWN.contains(name)) {
        throw new InvalidUse("--label " + name + " is Berth's own; choose another name");
      }
      labels.put(name, label.substring(equals + 1));
    }
    return labels;
  }

  /** What a setting of two words says. */
  static boolean flag(Settings settings, HostSetting setting) {
    return oneOf(settings, setting, "false", "true", "false").equals("true");
  }

  static MissingBinds missingBinds(Settings settings) {
    String usual = engineName(settings).equals(Docker.NAME) ? "create" : "fail";
    return oneOf(settings, HostSetting.MISSING_BIND, usual, "fail", "create").equals("create")
        ? MissingBinds.CREATE
        : MissingBinds.FAIL;
  }

  /** What becomes of what the other engine has; who is asked has to be at a terminal. */
  static MigrationChoice migrationChoice(Settings settings, boolean isTerminal) {
    String usual = settings.isWritten(HostSetting.CONTAINER_CLI) ? "auto" : "ask";
    String chosen = oneOf(settings, HostSetting.MIGRATE, usual, "auto", "ask", "refuse");
    return switch (chosen) {
      case "auto" -> MigrationChoice.AUTO;
      case "ask" -> isTerminal ? MigrationChoice.ASK : MigrationChoice.REFUSE;
      default -> MigrationChoice.REFUSE;
    };
  }

  private static String engineName(Settings settings) {
    return oneOf(settings, HostSetting.CONTAINER_CLI, Podman.NAME, Podman.NAME, Docker.NAME);
  }

  private static boolean isSystemd(Settings settings) {
    return supervisor(settings) == SupervisorSetting.SYSTEMD;
  }

  private static SupervisorSetting supervisor(Settings settings) {
    boolean hasDaemon = engineName(settings).equals(Docker.NAME);
    String chosen =
        oneOf(
            settings,
            HostSetting.SUPERVISOR,
            hasDaemon ? "engine" : "systemd",
            "systemd",
            "engine");
    if (chosen.equals("engine") && !hasDaemon) {
      throw new InvalidUse(
          "--supervisor engine is for docker: podman has no daemon that would start containers");
    }
    return chosen.equals("engine") ? SupervisorSetting.ENGINE : SupervisorSetting.SYSTEMD;
  }

  static String oneOf(Settings settings, HostSetting setting, String usual, String... words) {
    String value = settings.text(setting);
    if (value.isEmpty()) {
      return usual;
    }
    if (!List.of(words).contains(value)) {
      throw new InvalidUse(
          (Suggestion.nearest(value, List.of(words)).isPresent()
                  ? "'" + value + "'"
                  : ShownValue.of(value))
              + " ("
              + settings.get(setting).source()
              + ") must be one of: "
              + String.join(", ", words));
    }
    return value;
  }

  static ExecutionOptions executionOptions(Settings settings, boolean waitForHealth) {
    return new ExecutionOptions(
        parallel(settings),
        oneOf(settings, HostSetting.ON_FAILURE, "rollback", "rollback", "keep").equals("rollback"),
        waitForHealth);
  }

  /** How many containers are started side by side: the processors, at least 2, at most 8. */
  private static int parallel(Settings settings) {
    String value = settings.text(HostSetting.PARALLEL);
    if (value.isEmpty()) {
      return Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 8);
    }
    if (!value.matches("[1-9][0-9]{0,2}")) {
      throw new InvalidUse("--parallel must be a number from 1 to 999");
    }
    return Integer.parseInt(value);
  }

  /**
   * Reads the configuration and reports its problems.
   *
   * @return what is desired, or empty where problems forbid going on
   */
  Optional<Desired> read(InputOptions input, Settings settings) {
    return read(input, settings, input.overrides.get());
  }

  /** The same for a run that may take over what Paunch left: the files are Paunch's then. */
  Optional<Desired> readAdopting(String path, ReadingOptions input, Settings settings) {
    return new Reading(console, settings, Reading.dialect(settings, true))
        .read(path, input, input.overrides.get());
  }

  /** Whether Berth was called by Paunch's name. */
  boolean isPaunch() {
    return caller.isPaunch();
  }

  /** Reads configurations by the rules of the name that Berth was called by. */
  Reading reading(Settings settings) {
    return new Reading(console, settings, Reading.dialect(settings, caller.isPaunch()));
  }

  Optional<Desired> read(InputOptions input, Settings settings, List<String> overrides) {
    return read(input.path(), input, settings, overrides);
  }

  /** The same for a path that comes from elsewhere. */
  Optional<Desired> read(
      String path, ReadingOptions input, Settings settings, List<String> overrides) {
    return reading(settings).read(path, input, overrides);
  }
}
