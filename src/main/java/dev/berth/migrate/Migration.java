package dev.berth.migrate;

import dev.berth.apply.Crossing;
import dev.berth.apply.Messages;
import dev.berth.engine.Engine;
import dev.berth.host.CommandStreams;
import dev.berth.migrate.JournalEntry.Event;
import dev.berth.migrate.MigrationState.Mover;
import dev.berth.migrate.MigrationState.Stage;
import dev.berth.model.Rendered;
import dev.berth.systemd.Systemctl;
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

/**
 * Moves containers from one engine to the other, one after the other, and puts down each thing
 * before it is begun. No two run at once, and no data is written on both sides.
 */
public final class Migration implements Crossing {
  private final EngineCli source;
  private final Origin origin;
  private final ImageCarrier images;
  private final Cargo cargo;
  private final Journal journal;

  /** The containers that this run brings over. */
  private final Set<String> moving = new HashSet<>();

  /**
   * From one engine to the other.
   *
   * @param engine the same engine as {@code source}
   * @param units where the units' files lie
   * @param unitOf a container's unit, by the container's name
   * @param streams joins what writes images with what reads them
   * @param givenUp asked now and then whether to end what runs
   */
  public static Migration between(
      EngineCli source,
      EngineCli target,
      Engine engine,
      Systemctl systemctl,
      Path units,
      UnaryOperator<String> unitOf,
      Journal journal,
      CommandStreams streams,
      BooleanSupplier givenUp) {
    return new Migration(
        source,
        new EitherOrigin(
            new UnitOrigin(systemctl, units, unitOf, source.toString()), new EngineOrigin(engine)),
        new ImageCarrier(source, target, streams, givenUp),
        new VolumeCarrier(source, target),
        journal);
  }

  Migration(EngineCli source, Origin origin, ImageCarrier images, Cargo cargo, Journal journal) {
    this.source = source;
    this.origin = origin;
    this.images = images;
    this.cargo = cargo;
    this.journal = journal;
  }

  @Override
  public synchronized void begin(Collection<String> containers) {
    moving.addAll(containers);
  }

  @Override
  public Map<String, String> bring(Collection<String> references, Consumer<String> onLine) {
    try {
      images.carry(images.plan(references), bytes -> {});
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
    MigrationState state = MigrationState.of(journal.read());
    List<VolumePair> volumes =
        VolumePair.of(rendered, SourceMounts.of(source, name)).stream()
            .filter(volume -> !state.carried().contains(volume.target()))
            .toList();
    Set<String> sharers = new LinkedHashSet<>();
    volumes.forEach(volume -> sharers.addAll(SourceMounts.users(source, volume.source())));
    sharers.remove(name);
    Optional<String> obstacle =
        sharers.stream()
            .filter(sharer -> !moving.contains(sharer))
            .findFirst()
            .map(sharer -> "'" + sharer + "', which stays, uses a volume of it")
            .or(() -> cargo.obstacle(volumes, state.made()::contains));
    if (obstacle.isPresent()) {
      return obstacle;
    }
    // A volume is carried while nobody writes to it: who shares it stops early.
    Optional<String> failure = stop(name, rendered.spec().stopGracePeriod());
    for (String sharer : sharers) {
      failure = failure.or(() -> stop(sharer, rendered.spec().stopGracePeriod()));
    }
    failure = failure.or(() -> carry(name, volumes, onLine));
    if (failure.isPresent()) {
      String why = failure.get();
      sharers.forEach(this::goBack);
      return goBack(name)
          .map(problem -> why + "; going back failed as well: " + problem)
          .or(() -> Optional.of(why + "; it runs on " + source + " as before"));
    }
    journal.add(Event.LEFT, name, Map.of());
    return Optional.empty();
  }

  private Optional<String> stop(String container, Duration grace) {
    Optional<Mover> before = mover(container).filter(Mover::isUnderWay);
    Optional<Map<String, String>> description =
        before.map(Mover::origin).or(() -> origin.describe(container));
    if (description.isEmpty()) {
      return Optional.of("'" + container + "' is not on " + source + " any more");
    }
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
      journal.add(Event.VOLUME_BEGUN, container, details);
      try {
        cargo.carry(volume);
      } catch (MigrationException failure) {
        return Optional.of(Messages.of(failure));
      }
      journal.add(Event.VOLUME_DONE, container, details);
    }
    return Optional.empty();
  }

  @Override
  public synchronized Optional<String> goBack(String container) {
    MigrationState state = MigrationState.of(journal.read());
    Optional<Mover> mover = state.container(container);
    if (mover.isEmpty() || mover.get().stage() == Stage.BACK) {
      return Optional.empty();
    }
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
    Optional<String> failure = origin.back(container, mover.get().origin());
    if (failure.isEmpty()) {
      journal.add(Event.BACK, container, Map.of());
    }
    return failure;
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

  /** How far everything is. */
  public MigrationState state() {
    return MigrationState.of(journal.read());
  }

  /**
   * Removes what is left where these were.
   *
   * @return what went wrong, by container
   */
  public synchronized Map<String, String> commit() {
    Map<String, String> failures = new HashMap<>();
    state()
        .containers()
        .forEach(
            (name, mover) -> {
              if (mover.stage() == Stage.ARRIVED) {
                Optional<String> failure = origin.remove(name, mover.origin());
                failure.ifPresent(why -> failures.put(name, why));
                if (failure.isEmpty()) {
                  journal.add(Event.COMMITTED, name, Map.of());
                }
              }
            });
    return failures;
  }

  private Optional<Mover> mover(String container) {
    return state().container(container);
  }
}
