package dev.berth.migrate;

import dev.berth.apply.Crossing;
import dev.berth.apply.HostPaths;
import dev.berth.apply.Messages;
import dev.berth.engine.Engine;
import dev.berth.host.CommandStreams;
import dev.berth.migrate.JournalEntry.Event;
import dev.berth.migrate.MigrationState.Mover;
import dev.berth.migrate.MigrationState.Stage;
import dev.berth.model.Rendered;
import dev.berth.model.Wanted;
import dev.berth.systemd.Systemctl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Moves containers from one engine to the other, one after the other, and puts down each thing
 * before it is begun. No two run at once, and no data is written on both sides.
 */
public final class Migration implements Crossing {
  private static final Path SELINUX = Path.of("/sys/fs/selinux/enforce");

  private final EngineCli source;
  private final Origin origin;
  private final ImageCarrier images;
  private final Cargo cargo;
  private final MovedData data;
  private final Networks networks;
  private final Journal journal;
  private final MigrationRun run;

  /** The containers that this run brings over. */
  private final Set<String> moving = new HashSet<>();

  /** Those of them that it has touched. */
  private final Set<String> moved = new HashSet<>();

  private boolean begun;

  /**
   * From one engine to the other.
   *
   * @param engine the same engine as {@code source}
   * @param unitOf a container's unit, by the container's name
   * @param run with what this run begins
   * @param streams joins what writes images with what reads them
   * @param givenUp asked now and then whether to end what runs
   * @param volumes how they come over
   */
  public static Migration between(
      EngineCli source,
      EngineCli target,
      Engine engine,
      Systemctl systemctl,
      HostPaths paths,
      UnaryOperator<String> unitOf,
      Journal journal,
      MigrationRun run,
      CommandStreams streams,
      BooleanSupplier givenUp,
      VolumeMode volumes) {
    return new Migration(
        source,
        new EitherOrigin(
            new UnitOrigin(
                systemctl, paths, run.directory().resolve("env"), unitOf, source.toString()),
            new EngineOrigin(engine)),
        new ImageCarrier(source, target, streams, givenUp),
        new VolumeCargo(
            target,
            new VolumePlanner(source, target, source.runner(), storage(target)),
            new VolumeCarrier(
                source, target, source.runner(), streams, givenUp, Files.exists(SELINUX)),
            volumes),
        new Networks(source, target, journal),
        journal,
        run);
  }

  /** Where engines keep volumes unless they are told otherwise. */
  private static Path storage(EngineCli engine) {
    return Path.of(engine.isPodman() ? "/var/lib/containers/storage" : "/var/lib/docker");
  }

  Migration(
      EngineCli source,
      Origin origin,
      ImageCarrier images,
      Cargo cargo,
      Networks networks,
      Journal journal,
      MigrationRun run) {
    this.source = source;
    this.origin = origin;
    this.images = images;
    this.cargo = cargo;
    this.data = new MovedData(cargo, journal);
    this.networks = networks;
    this.journal = journal;
    this.run = run;
  }

  @Override
  public synchronized void begin(Collection<String> containers, Wanted wanted) {
    moving.addAll(containers);
    if (!containers.isEmpty() && notCommitted().isEmpty()) {
      journal.add(Event.BEGIN, "", run.begin(containers, wanted));
      begun = true;
    }
  }

  /** What may still go back to where it came from is not sent there as if it had never been. */
  private Optional<String> notCommitted() {
    List<String> open = state().ofAnotherWay(run.details());
    return open.isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.join(", ", open)
                + " came from the other side and may still go back: 'berth migrate --rollback', or"
                + " 'berth migrate --commit --purge', first");
  }

  @Override
  public Map<String, String> bring(Collection<String> references, Consumer<String> onLine) {
    try {
      images.carry(images.plan(references), bytes -> {}).stream()
          .filter(image -> image.way() == CarriedImage.Way.CARRIED)
          .forEach(image -> journal.add(Event.IMAGE, "", Map.of("reference", image.reference())));
      return Map.of();
    } catch (MigrationException failure) {
      Map<String, String> failures = new HashMap<>();
      references.forEach(reference -> failures.put(reference, Messages.of(failure)));
      return failures;
    }
  }

  @Override
  public synchronized Optional<String> leave(Rendered rendered, Consumer<String> onLine) {
    String name = rendered.name();
    Optional<String> open = notCommitted();
    if (open.isPresent()) {
      return open;
    }
    MigrationState state = MigrationState.of(journal.read());
    List<VolumePair> mounted =
        cargo.carries() ? VolumePair.of(rendered, SourceMounts.of(source, name)) : List.of();
    List<VolumePair> volumes =
        mounted.stream().filter(volume -> !state.carried().containsKey(volume.target())).toList();
    Set<String> sharers = new LinkedHashSet<>();
    volumes.forEach(volume -> sharers.addAll(SourceMounts.users(source, volume.source())));
    sharers.remove(name);
    Optional<String> obstacle =
        sharers.stream()
            .filter(sharer -> !moving.contains(sharer))
            .findFirst()
            .map(sharer -> "'" + sharer + "', which stays, uses a volume of it")
            .or(() -> cargo.obstacle(volumes))
            .or(() -> networks.obstacle(rendered, moving));
    if (obstacle.isPresent()) {
      // It may have been ended early, with one that it shares a volume with.
      stay(List.of(name));
      return obstacle;
    }
    // A volume is carried while nobody writes to it: who shares it stops early.
    sharers.addAll(networks.together(rendered, moving));
    Optional<String> failure = stop(name, rendered.spec().stopGracePeriod());
    for (String sharer : sharers) {
      failure = failure.or(() -> stop(sharer, rendered.spec().stopGracePeriod()));
    }
    failure = failure.or(() -> carry(name, volumes, onLine)).or(() -> connect(rendered));
    if (failure.isPresent()) {
      String why = failure.get();
      stay(sharers);
      return goBack(name)
          .map(problem -> why + "; going back failed as well: " + problem)
          .or(() -> Optional.of(why + "; it runs on " + source + " as before"));
    }
    journal.add(
        Event.LEFT,
        name,
        Map.of(
            MigrationState.VOLUMES,
            mounted.stream().map(VolumePair::target).collect(Collectors.joining(" "))));
    return Optional.empty();
  }

  private Optional<String> stop(String container, Duration grace) {
    Optional<Mover> before = mover(container).filter(Mover::isUnderWay);
    Optional<Map<String, String>> description =
        before.map(Mover::origin).or(() -> origin.describe(container));
    if (description.isEmpty()) {
      return Optional.of("'" + container + "' is not on " + source + " any more");
    }
    moved.add(container);
    if (before.isEmpty()) {
      journal.add(Event.LEAVING, container, description.get());
    }
    return origin.leave(container, description.get(), grace);
  }

  private Optional<String> carry(
      String container, List<VolumePair> volumes, Consumer<String> onLine) {
    for (VolumePair volume : volumes) {
      Map<String, String> details = Map.of("source", volume.source(), "target", volume.target());
      onLine.accept("carrying volume " + volume.source());
      Map<String, String> begun = new HashMap<>(details);
      if (cargo.moves()) {
        begun.put(MigrationState.MODE, MigrationState.MOVE);
      }
      journal.add(Event.VOLUME_BEGUN, container, begun);
      try {
        cargo.carry(volume);
      } catch (MigrationException failure) {
        return Optional.of(Messages.of(failure));
      }
      journal.add(Event.VOLUME_DONE, container, details);
    }
    return Optional.empty();
  }

  private Optional<String> connect(Rendered rendered) {
    try {
      networks.carry(rendered, moving);
      return Optional.empty();
    } catch (MigrationException failure) {
      return Optional.of(Messages.of(failure));
    }
  }

  @Override
  public synchronized Optional<String> goBack(String container) {
    MigrationState state = MigrationState.of(journal.read());
    Optional<Mover> mover = state.container(container);
    if (mover.isEmpty() || mover.get().stage() == Stage.BACK) {
      return Optional.empty();
    }
    // Who shares a volume with it must not stop it again: it stays.
    moving.remove(container);
    Optional<String> sharer =
        state.containers().entrySet().stream()
            .filter(entry -> !entry.getKey().equals(container))
            .filter(entry -> entry.getValue().stage() == Stage.ARRIVED)
            .filter(
                entry ->
                    entry.getValue().volumes().stream().anyMatch(mover.get().volumes()::contains))
            .map(Map.Entry::getKey)
            .findFirst();
    if (sharer.isPresent()) {
      return Optional.of("'" + sharer.get() + "', which has come over, uses a volume of it");
    }
    Optional<String> failure =
        data.back(mover.get().volumes())
            .or(() -> networks.back(container))
            .or(() -> origin.back(container, mover.get().origin()));
    if (failure.isEmpty()) {
      journal.add(Event.BACK, container, Map.of());
    }
    return failure;
  }

  @Override
  public synchronized void started(String container) {
    if (mover(container).filter(Mover::isUnderWay).isPresent()) {
      journal.add(Event.STARTED, container, Map.of());
    }
  }

  @Override
  public synchronized void stay(Collection<String> containers) {
    for (String container : containers) {
      if (mover(container).filter(Mover::isUnderWay).isPresent()) {
        goBack(container);
      }
    }
  }

  @Override
  public synchronized void arrived(Collection<String> containers) {
    MigrationState state = MigrationState.of(journal.read());
    for (String container : containers) {
      if (state.container(container).filter(Mover::isUnderWay).isPresent()) {
        journal.add(Event.ARRIVED, container, Map.of());
      }
    }
  }

  @Override
  public synchronized void accompany(Collection<String> tasks) {
    for (String task : begun ? tasks : List.<String>of()) {
      origin
          .describe(task)
          .ifPresent(
              description -> {
                journal.add(Event.LEAVING, task, description);
                journal.add(Event.ARRIVED, task, Map.of());
              });
    }
  }

  @Override
  public synchronized Map<String, Duration> downtimes() {
    Map<String, Duration> downtimes = new HashMap<>();
    if (begun) {
      MigrationState state = state();
      moved.forEach(
          name ->
              state
                  .container(name)
                  .flatMap(Mover::downtime)
                  .ifPresent(downtime -> downtimes.put(name, downtime)));
    }
    return downtimes;
  }

  /** How far everything is. */
  public MigrationState state() {
    return MigrationState.of(journal.read());
  }

  /** The way back. */
  public Return returning() {
    return new Return(origin, data, networks, journal, run);
  }

  /** The end of the way back. */
  public Commit committing() {
    return new Commit(source, origin, networks, journal, run);
  }

  private Optional<Mover> mover(String container) {
    return state().container(container);
  }
}
