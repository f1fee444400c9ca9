package dev.berth.service;

import dev.berth.apply.AppliedRecords;
import dev.berth.apply.Deployment;
import dev.berth.apply.HeldByMigration;
import dev.berth.apply.Host;
import dev.berth.apply.HostPaths;
import dev.berth.apply.LegacyDetector;
import dev.berth.apply.Observer;
import dev.berth.apply.OtherEngine;
import dev.berth.config.ConfigText;
import dev.berth.config.ConfigurationLabel;
import dev.berth.engine.CommandLine;
import dev.berth.engine.ContainerNames;
import dev.berth.engine.Engine;
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
import dev.berth.host.Waits;
import dev.berth.migrate.Migration;
import dev.berth.migrate.MigrationJournal;
import dev.berth.migrate.MigrationRun;
import dev.berth.model.UnitName;
import dev.berth.supervisor.EngineSupervisor;
import dev.berth.supervisor.RenderOptions;
import dev.berth.supervisor.Supervisor;
import dev.berth.supervisor.SystemdSupervisor;
import dev.berth.supervisor.UnitsOfHost;
import dev.berth.systemd.BootClock;
import dev.berth.systemd.Journal;
import dev.berth.systemd.Scope;
import dev.berth.systemd.Systemctl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Puts the rooms together for one run of a command. */
public class Wiring {
  private static final Path PODMAN_STORAGE = Path.of("/var/lib/containers/storage");

  private final Map<String, String> environment;
  private final Listener listener;
  private final Caller caller;
  private final EnginePrograms programs;
  private final List<ProcessRunner> runners = new CopyOnWriteArrayList<>();
  private final Map<Path, MigrationJournal> journals = new ConcurrentHashMap<>();
  private final Map<Path, ContainerNames> names = new ConcurrentHashMap<>();

  /**
   * The rooms for one run.
   *
   * @param environment the process's own
   */
  public Wiring(Caller caller, Map<String, String> environment, Listener listener) {
    this.caller = caller;
    this.environment = environment;
    this.listener = listener;
    this.programs = new EnginePrograms(environment, listener::warning);
  }

  /** The number of the user who runs this. */
  public int uid() {
    return caller.account().uid();
  }

  /** Where things lie. */
  public HostPaths paths(Settings settings) {
    return caller.places().apply(Choices.scope(settings));
  }

  /**
   * What every process that is run needs in its environment; refuses who may run none, and who
   * would have them look elsewhere than units do.
   */
  public Map<String, String> processEnvironment(Settings settings) {
    Map<String, String> variables = caller.processEnvironment(Choices.scope(settings), environment);
    if (storePlace(settings).isInDoubt()) {
      ProcessRunner asking = new ProcessRunner(command -> {}, variables);
      storePlace(settings).check(new Systemctl(asking, Choices.scope(settings)).settings());
    }
    return variables;
  }

  private StorePlace storePlace(Settings settings) {
    boolean isUser = Choices.scope(settings) == Scope.USER;
    StoreVariables podman =
        isUser ? StoreVariables.podman(caller.account().home()) : StoreVariables.podman();
    boolean isDocker = Choices.engineName(settings).equals(Docker.NAME);
    StoreVariables docker =
        Choices.isSystemd(settings) ? StoreVariables.docker() : new StoreVariables(new TreeMap<>());
    return new StorePlace(
        Choices.scope(settings),
        !isDocker ? podman : Files.exists(PODMAN_STORAGE) ? docker.and(podman) : docker,
        environment,
        paths(settings).units());
  }

  /** Every setting, with options over variables over the settings file. */
  public Settings settings(List<Map<HostSetting, String>> options) {
    Map<HostSetting, String> given = new EnumMap<>(HostSetting.class);
    options.forEach(given::putAll);
    Map<HostSetting, String> fallbacks = caller.fallbacks();
    Settings withoutFile = new Settings(given, environment, Map.of(), fallbacks);
    return new Settings(
        given,
        environment,
        SettingsFile.read(paths(withoutFile).configuration().resolve("berth.yaml"), listener),
        fallbacks);
  }

  /** The engine that the settings name. */
  public Engine engine(Settings settings, CommandRunner runner) {
    if (Choices.engineName(settings).equals(Docker.NAME)) {
      return docker(settings, runner);
    }
    return podman(settings, runner);
  }

  private Engine podman(Settings settings, CommandRunner runner) {
    return Podman.of(
        runner,
        "podman",
        EnginePrograms.ofUnits(Podman.NAME),
        Choices.scope(settings) == Scope.USER
            ? Optional.of(RootlessCheck.ofHost(caller.account().uid()))
            : Optional.empty(),
        Choices.scope(settings) == Scope.USER
            ? HealthRecords.ofUser(caller.account().uid())
            : HealthRecords.ofSystem());
  }

  private Engine docker(Settings settings, CommandRunner runner) {
    requireSystem(settings);
    return anyDocker(settings, runner);
  }

  private static void requireSystem(Settings settings) {
    if (Choices.scope(settings) == Scope.USER) {
      throw new InvalidUse("Docker is the system's: its containers need --scope system, and root");
    }
  }

  private Engine anyDocker(Settings settings, CommandRunner runner) {
    return Docker.of(
        runner,
        "docker",
        EnginePrograms.ofUnits(Docker.NAME),
        () -> DockerSocket.of(environment).ping(),
        new DockerCheck(
            Choices.isSystemd(settings),
            Choices.flag(settings, HostSetting.IGNORE_SYSTEMD_KEYS),
            Choices.podsAsContainers(settings)));
  }

  /** Nothing that was asked is left running behind a command that has failed meanwhile. */
  public void endReading() {
    runners.forEach(ProcessRunner::endReading);
  }

  /** A runner; where that is wanted, each process that it starts is told. */
  public ProcessRunner runner(Settings settings, boolean told) {
    if (Choices.isSystemd(settings)) {
      programs.compare(Choices.engineName(settings));
    }
    ProcessRunner runner =
        new ProcessRunner(
            command -> {
              if (told) {
                listener.starts(command.argv());
              }
            },
            processEnvironment(settings));
    runners.add(runner);
    return runner;
  }

  /** Who looks after services, which get these labels besides those of the settings. */
  public Supervisor supervisor(Settings settings, List<String> labels, CommandRunner runner) {
    CommandLine commandLine = engine(settings, runner).commandLine();
    Systemctl systemctl = systemctl(settings, runner);
    HostPaths paths = paths(settings);
    RenderOptions rendering = Choices.renderOptions(settings, labels);
    return Choices.isSystemd(settings)
        ? new SystemdSupervisor(commandLine, systemctl, paths, rendering)
        : new EngineSupervisor(commandLine, systemctl, paths, rendering);
  }

  /** The systemd of the settings' scope. */
  public Systemctl systemctl(Settings settings, CommandRunner runner) {
    return new Systemctl(runner, Choices.scope(settings), storePlace(settings)::check);
  }

  /** What looks at the containers and units of the chosen engine. */
  public Observer observer(Settings settings, ProcessRunner runner) {
    return observer(settings, runner, engine(settings, runner));
  }

  /** The same for this one of the host's engines. */
  public Observer observer(Settings settings, ProcessRunner runner, Engine engine) {
    return new Observer(
        engine.runtime(),
        new UnitsOfHost(systemctl(settings, runner), paths(settings).units()),
        paths(settings),
        new AppliedRecords(paths(settings).applied()));
  }

  /** What tells how that systemd's boot went. */
  public BootClock bootClock(Settings settings, ProcessRunner runner) {
    return new BootClock(runner, Choices.scope(settings));
  }

  /** The deployment of a command. */
  public Deployment deployment(
      Settings settings, List<String> labels, ProcessRunner runner, boolean rekey) {
    return new Deployment(
        new Host(
            engine(settings, runner),
            systemctl(settings, runner),
            new Journal(runner, Choices.scope(settings)),
            paths(settings),
            Selinux.ofHost(runner),
            Waits.REAL),
        supervisor(settings, labels, runner),
        Choices.renderOptions(settings, labels),
        new LegacyDetector(new ConfigurationLabel(environment, new IsolatedProcessors())::read),
        otherEngine(settings, labels, runner),
        () -> held(settings),
        rekey);
  }

  /** What migrations hold that are not at their end; nothing where the host has no journal. */
  public HeldByMigration held(Settings settings) {
    return migrationJournal(settings).state().held();
  }

  /** The engine that is not the chosen one, where there is one and it may have containers. */
  private Optional<OtherEngine> otherEngine(
      Settings settings, List<String> labels, ProcessRunner runner) {
    return hasOtherEngine(settings)
        ? Optional.of(
            new OtherEngine(
                unnamedSource(settings, runner).runtime(),
                migration(settings, labels, runner),
                containerNames(settings)))
        : Optional.empty();
  }

  /** Whether there is a second engine that may have containers. */
  public boolean hasOtherEngine(Settings settings) {
    if (Choices.scope(settings) == Scope.USER) {
      return false;
    }
    boolean fromDocker = Choices.engineName(settings).equals(Podman.NAME);
    return fromDocker
        ? DockerSocket.of(environment).isRunning()
        : Files.isExecutable(Path.of(EnginePrograms.ofUnits(Podman.NAME)))
            && Files.exists(PODMAN_STORAGE);
  }

  /** Whether Podman is chosen and Docker runs, too. */
  public boolean goesBesideDocker(Settings settings) {
    return Choices.engineName(settings).equals(Podman.NAME) && hasOtherEngine(settings);
  }

  /**
   * The engine that is not the chosen one, with its containers called what they are here; also for
   * a user, who has no Docker and whom nobody asks for it.
   */
  public Engine source(Settings settings, ProcessRunner runner) {
    return containerNames(settings).on(unnamedSource(settings, runner));
  }

  private Engine unnamedSource(Settings settings, ProcessRunner runner) {
    return Choices.engineName(settings).equals(Podman.NAME)
        ? anyDocker(settings, runner)
        : podman(settings, runner);
  }

  /** One for all who ask in this run: what one has found, the others have to know. */
  private ContainerNames containerNames(Settings settings) {
    return names.computeIfAbsent(
        paths(settings).state(),
        _ -> new ContainerNames(() -> migrationJournal(settings).state().names()));
  }

  /** What brings containers over to the chosen engine. */
  public Migration migration(Settings settings, List<String> labels, ProcessRunner runner) {
    requireSystem(settings);
    Engine source = source(settings, runner);
    Engine target = engine(settings, runner);
    String prefix = settings.text(HostSetting.UNIT_PREFIX);
    return Migration.between(
        source,
        target,
        runner,
        systemctl(settings, runner),
        paths(settings),
        name -> UnitName.of(prefix, name),
        migrationJournal(settings),
        new MigrationRun(
            paths(settings).migration(),
            KeptSettings.of(settings, labels, source.details().engine(), target.details().engine()),
            ConfigText::yaml),
        new ProcessStreams(command -> {}, processEnvironment(settings)),
        () -> false,
        Choices.volumeMode(settings),
        containerNames(settings));
  }

  /** One for all who ask in this run, so that it is read once. */
  public MigrationJournal migrationJournal(Settings settings) {
    return journals.computeIfAbsent(
        paths(settings).state(), state -> new MigrationJournal(state, Clock.systemUTC()));
  }

  /** Whether Berth was called by Paunch's name. */
  public boolean isPaunch() {
    return caller.isPaunch();
  }

  /**
   * What reads configurations.
   *
   * @param isPaunch whether the files are Paunch's, and its rules count
   */
  public Reading reading(Settings settings, boolean isPaunch) {
    return new Reading(environment, settings, Choices.dialect(settings, isPaunch));
  }
}
