package dev.berth.migrate;

import dev.berth.apply.Crossing;
import dev.berth.apply.HostPaths;
import dev.berth.engine.Engine;
import dev.berth.engine.EngineException;
import dev.berth.host.CommandStreams;
import dev.berth.host.Messages;
import dev.berth.migrate.JournalEvent.Arrived;
import dev.berth.migrate.JournalEvent.ImageCarried;
import dev.berth.migrate.JournalEvent.Leaving;
import dev.berth.migrate.JournalEvent.Started;
import dev.berth.migrate.MigrationState.Mover;
import dev.berth.migrate.MigrationState.Stage;
import dev.berth.model.Rendered;
import dev.berth.model.Wanted;
import dev.berth.systemd.Systemctl;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Moves containers from one engine to the other, one after the other, and puts down each thing
 * before it is begun. No two run at once, and no data is written on both sides.
 */
public final class Migration implements Crossing {

  private final EngineCli source;
  private final EngineCli target;
  private final Origin origin;
  private final ImageCarrier images;
  private final Departure departure;
  private final MovedData data;
  private final Networks networks;
  private final MigrationJournal journal;
  private final MigrationRun run;
  private final Supplier<Map<String, String>> units;

  /** The containers that this run brings over. */
  private final Set<String> moving = new HashSet<>();

  /** Those that have ended here and cannot go back alone, in the order in which they ended. */
  private final Set<String> waiting = new LinkedHashSet<>();

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
      MigrationJournal journal,
      MigrationRun run,
      CommandStreams streams,
      BooleanSupplier givenUp,
      VolumeMode volumes) {
    return new Migration(
        source,
        target,
        new EitherOrigin(
            new UnitOrigin(
                systemctl, paths, run.directory().resolve("env"), unitOf, source.toString()),
            new EngineOrigin(engine.runtime(), engine.control())),
        new ImageCarrier(source, target, streams, givenUp),
        new VolumeCargo(
            target,
            new VolumePlanner(source, target, source.runner(), storage(target)),
            new VolumeCarrier(
                target, source.runner(), streams, givenUp, VolumeLabel.ofHost(source.runner())),
            volumes),
        new Networks(source, target, journal),
        journal,
        run,
        systemctl::serviceTexts);
  }

  /** Where engines keep volumes unless they are told otherwise. */
  private static Path storage(EngineCli engine) {
    return Path.of(engine.isPodman() ? "/var/lib/containers/storage" : "/var/lib/docker");
  }

  Migration(
      EngineCli source,
      EngineCli target,
      Origin origin,
      ImageCarrier images,
      Cargo cargo,
      Networks networks,
      MigrationJournal journal,
      MigrationRun run,
      Supplier<Map<String, String>> units) {
    this.units = units;
    this.source = source;
    this.target = target;
    this.origin = origin;
    this.images = images;
    this.data = new MovedData(cargo, journal);
    this.departure = new Departure(source, target, origin, cargo, data, networks, journal);
    this.networks = networks;
    this.journal = journal;
    this.run = run;
  }

  @Override
  public synchronized void begin(Collection<String> containers, Wanted wanted) {
    moving.addAll(containers);
    departure.expect(wanted);
    if (!containers.isEmpty() && notCommitted().isEmpty()) {
      journal.add(run.begin(containers, wanted));
      begun = true;
    }
  }

  /** What may still go back to where it came from is not sent there as if it had never been. */
  @Override
  public synchronized List<String> notCommitted() {
    return state().ofAnotherWay(run.settings());
  }

  @Override
  public synchronized Map<String, String> obstacles(Collection<Rendered> comingOver) {
    return departure.obstacles(comingOver);
  }

  @Override
  public Map<String, String> bring(Collection<String> references, Consumer<String> onLine) {
    try {
      images.carry(images.plan(references), bytes -> {}).stream()
          .filter(image -> image.way() != CarriedImage.Way.PRESENT)
          .forEach(image -> journal.add(new ImageCarried(image.reference(), image.id())));
      return Map.of();
    } catch (MigrationException failure) {
      Map<String, String> failures = new HashMap<>();
      references.forEach(reference -> failures.put(reference, Messages.of(failure)));
      return failures;
    }
  }

  @Override
  public synchronized Optional<String> leave(
      Rendered rendered, boolean starts, Consumer<String> onLine) {
    String name = rendered.name();
    List<String> open = notCommitted();
    if (!open.isEmpty()) {
      return Optional.of(Crossing.mayGoBack(open) + "; " + Crossing.END_FIRST);
    }
    Set<String> sharers = new LinkedHashSet<>();
    Optional<String> failure =
        attempt(() -> departure.leave(rendered, starts, moving, sharers, onLine));
    if (failure.isEmpty()) {
      return failure;
    }
    String why = failure.get() + stay(sharers).map(problem -> "; " + problem).orElse("");
    if (mover(name).filter(Mover::isUnderWay).isEmpty()) {
      return Optional.of(why);
    }
    return attempt(() -> goBack(name))
        .map(problem -> why + "; going back failed as well: " + problem)
        .or(() -> Optional.of(why + "; it runs on " + source + " as before"));
  }

  /** Whatever goes wrong in the middle, nothing must stay where it is then. */
  private static Optional<String> attempt(Supplier<Optional<String>> work) {
    try {
      return work.get();
    } catch (MigrationException | EngineException | UncheckedIOException failure) {
      return Optional.of(Messages.of(failure));
    }
  }

  @Override
  public synchronized Optional<String> goBack(String container) {
    Optional<Mover> mover = mover(container);
    if (mover.isEmpty() || mover.get().stage() == Stage.BACK) {
      return Optional.empty();
    }
    // Who shares a volume with it must not stop it again: it stays.
    moving.remove(container);
    waiting.add(container);
    Optional<String> failure = returnFreed(container);
    return failure.isPresent() || !waiting.contains(container)
        ? failure
        : ties().holding(container).entrySet().stream()
            .filter(holder -> !waiting.contains(holder.getKey()))
            .findFirst()
            .map(
                holder ->
                    "'"
                        + holder.getKey()
                        + "', which has come over, "
                        + holder.getValue()
                        + "; 'berth migrate --rollback' takes both back");
  }

  private Ties ties() {
    return new Ties(state(), new EngineUsers(target));
  }

  /** Of those that have to go back all that nobody holds; what went wrong with this one. */
  private Optional<String> returnFreed(String container) {
    Optional<String> failure = Optional.empty();
    Ties ties = ties();
    List<String> ended = List.copyOf(waiting);
    for (String name : ended) {
      if (ended.containsAll(ties.holding(name).keySet())) {
        waiting.remove(name);
        Optional<String> problem = attempt(() -> returning().back(name));
        failure = name.equals(container) ? problem : failure;
      }
    }
    return failure;
  }

  @Override
  public synchronized void started(String container) {
    if (mover(container).filter(Mover::isUnderWay).isPresent()) {
      journal.add(new Started(container));
    }
  }

  @Override
  public synchronized Optional<String> stay(Collection<String> containers) {
    List<String> problems = new ArrayList<>();
    for (String container : containers) {
      if (mover(container).filter(Mover::isUnderWay).isPresent()) {
        attempt(() -> goBack(container))
            .ifPresent(why -> problems.add("'" + container + "' is not back: " + why));
      }
    }
    return problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems));
  }

  @Override
  public synchronized void arrived(Collection<String> containers) {
    Set<String> underWay = underWay();
    containers.stream()
        .filter(underWay::contains)
        .forEach(container -> journal.add(new Arrived(container)));
  }

  @Override
  public synchronized Set<String> underWay() {
    return state().containers().entrySet().stream()
        .filter(entry -> entry.getValue().isUnderWay() && run.isSameWay(entry.getValue().run()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  @Override
  public synchronized void accompany(Collection<String> tasks) {
    for (String task : begun ? tasks : List.<String>of()) {
      origin
          .describe(task)
          .ifPresent(
              description -> {
                journal.add(new Leaving(task, description));
                journal.add(new Arrived(task));
              });
    }
  }

  @Override
  public synchronized Map<String, Duration> downtimes() {
    Map<String, Duration> downtimes = new HashMap<>();
    if (begun) {
      MigrationState state = state();
      departure
          .touched()
          .forEach(
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
    return journal.state();
  }

  /** The way back. */
  public Return returning() {
    return new Return(source, target, origin, data, networks, journal, run);
  }

  /** The end of the way back. */
  public Commit committing() {
    return new Commit(source, target, origin, networks, journal, run, units);
  }

  private Optional<Mover> mover(String container) {
    return state().container(container);
  }
}
