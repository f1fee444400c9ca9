package dev.berth.migrate;

import dev.berth.apply.HostPaths;
import dev.berth.apply.MigrationPort;
import dev.berth.engine.ContainerNames;
import dev.berth.engine.Engine;
import dev.berth.engine.EngineName;
import dev.berth.host.CommandRunner;
import dev.berth.host.CommandStreams;
import dev.berth.host.Waits;
import dev.berth.migrate.JournalEvent.RunBegun;
import dev.berth.migrate.MigrationState.MigratingContainer;
import dev.berth.model.ContainerName;
import dev.berth.model.Network;
import dev.berth.model.NetworkSpec;
import dev.berth.model.Rendered;
import dev.berth.model.RenderedState;
import dev.berth.model.Returning;
import dev.berth.model.UnitName;
import dev.berth.run.Handler;
import dev.berth.run.ManagerOperations;
import dev.berth.systemd.Journal;
import dev.berth.systemd.Systemctl;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Moves containers from one engine to the other, one after the other, and puts down each thing
 * before it is begun. No two run at once, and no data is written on both sides.
 */
public final class Migration implements MigrationPort {

  private final Engine source;
  private final Engine target;
  private final SourceSupervisor origin;
  private final SourceEvacuation departure;
  private final Handler operations;
  private final Networks networks;
  private final MigrationJournal journal;
  private final MigrationRun run;
  private final Supplier<Map<String, String>> units;
  private final ContainerNames names;

  /** Those that have ended here and go back, in the order in which they ended; some may be held. */
  private final Set<ContainerName> waiting = new LinkedHashSet<>();

  /** What brings over what containers have: their images, volumes and networks. */
  record Carriers(ImageCarrier images, VolumeTransfer volumes, Networks networks) {}

  /**
   * From one engine to the other.
   *
   * @param runner starts what measures and copies
   * @param unitOf a container's unit, by the container's name
   * @param run with what this run begins
   * @param streams joins what writes images with what reads them
   * @param givenUp asked now and then whether to end what runs
   * @param volumes how they come over
   * @param names under which the source's containers are seen here
   */
  public static Migration between(
      Engine source,
      Engine target,
      CommandRunner runner,
      Systemctl systemctl,
      HostPaths paths,
      Function<ContainerName, UnitName> unitOf,
      MigrationJournal journal,
      MigrationRun run,
      CommandStreams streams,
      BooleanSupplier givenUp,
      VolumeMode volumes,
      ContainerNames names) {
    return new Migration(
        source,
        target,
        new CompositeSource(
            new UnitSource(
                systemctl, paths, run.directory().resolve("env"), unitOf, source.toString()),
            new EngineSource(source.runtime(), source.control()),
            new ManagerOperations(
                systemctl,
                new Journal(runner, systemctl.scope()),
                source,
                Waits.REAL,
                () -> false)),
        new Carriers(
            new ImageCarrier(source, target, streams, givenUp),
            new EngineVolumeTransfer(
                target,
                new VolumePlanner(source, target, runner, storage(target)),
                new VolumeCarrier(target, runner, streams, givenUp, VolumeLabel.ofHost(runner)),
                volumes),
            new Networks(source, target, journal)),
        journal,
        run,
        systemctl::serviceTexts,
        names);
  }

  /** Where engines keep volumes unless they are told otherwise. */
  private static Path storage(Engine engine) {
    return Path.of(
        engine.details().engine() == EngineName.PODMAN
            ? "/var/lib/containers/storage"
            : "/var/lib/docker");
  }

  Migration(
      Engine source,
      Engine target,
      SourceSupervisor origin,
      Carriers carriers,
      MigrationJournal journal,
      MigrationRun run,
      Supplier<Map<String, String>> units,
      ContainerNames names) {
    this.units = units;
    this.names = names;
    this.source = source;
    this.target = target;
    this.origin = origin;
    this.departure =
        new SourceEvacuation(
            source, target, origin, carriers.volumes(), carriers.networks(), journal);
    this.operations =
        new MigrationOperations(
            origin,
            target,
            carriers.images(),
            departure,
            new MovedData(carriers.volumes(), journal),
            carriers.networks(),
            journal,
            run);
    this.networks = carriers.networks();
    this.journal = journal;
    this.run = run;
  }

  @Override
  public synchronized void begin(Collection<ContainerName> containers, RenderedState wanted) {
    departure.moving().addAll(containers);
    run.tidy(state().configurations());
    if (!containers.isEmpty() && notCommitted().isEmpty()) {
      Map<String, Network> declared = new TreeMap<>(state().declaredNetworks());
      networks(wanted).forEach(network -> declared.put(network.name(), network));
      networks.declare(declared.values());
      journal.add(
          run.begin(
              containers,
              wanted,
              new RunBegun.Declared(names.of(containers), List.copyOf(declared.values()))));
    }
  }

  private static List<Network> networks(RenderedState wanted) {
    return wanted.sets().stream()
        .flatMap(set -> set.declared().networks().stream())
        .map(NetworkSpec::network)
        .toList();
  }

  /** What may still go back to where it came from is not sent there as if it had never been. */
  @Override
  public List<ContainerName> notCommitted() {
    return state().ofAnotherWay(run.settings());
  }

  @Override
  public Outlook outlook(
      Collection<Rendered> comingOver, Collection<ContainerName> tasks, RenderedState wanted) {
    networks.declare(networks(wanted));
    return departure.outlook(comingOver, tasks);
  }

  @Override
  public synchronized List<Returning> returning(Collection<ContainerName> containers) {
    // Who shares a volume with them must not stop them again: they stay.
    departure.moving().removeAll(containers);
    waiting.addAll(containers);
    return state().returning(waiting, origin::unitOf);
  }

  @Override
  public Handler handler() {
    return operations;
  }

  @Override
  public Set<ContainerName> underWay() {
    return state().containers().entrySet().stream()
        .filter(entry -> entry.getValue().isUnderWay() && !entry.getValue().goesBack())
        .filter(entry -> run.isSameWay(entry.getValue().run()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  @Override
  public Map<ContainerName, Duration> downtimes() {
    Map<ContainerName, Duration> downtimes = new HashMap<>();
    MigrationState state = state();
    departure
        .touched()
        .forEach(
            name ->
                state
                    .container(name)
                    .flatMap(MigratingContainer::downtime)
                    .ifPresent(downtime -> downtimes.put(name, downtime)));
    return downtimes;
  }

  /** How far everything is. */
  public MigrationState state() {
    return journal.state();
  }

  /** The way back. */
  public MigrationRollback returning() {
    return new MigrationRollback(source, target, origin, operations, networks, journal, run);
  }

  /** The end of the way back. */
  public Commit committing() {
    return new Commit(source, target, origin, networks, journal, run, units);
  }
}
