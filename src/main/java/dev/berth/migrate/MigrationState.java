package dev.berth.migrate;

import dev.berth.apply.HeldByMigration;
import dev.berth.apply.HeldByMigration.Moving;
import dev.berth.migrate.JournalEvent.Arrived;
import dev.berth.migrate.JournalEvent.Back;
import dev.berth.migrate.JournalEvent.Committed;
import dev.berth.migrate.JournalEvent.ImageCarried;
import dev.berth.migrate.JournalEvent.Leaving;
import dev.berth.migrate.JournalEvent.Left;
import dev.berth.migrate.JournalEvent.NetworkBack;
import dev.berth.migrate.JournalEvent.NetworkBegun;
import dev.berth.migrate.JournalEvent.Returning;
import dev.berth.migrate.JournalEvent.RollingBack;
import dev.berth.migrate.JournalEvent.RunBegun;
import dev.berth.migrate.JournalEvent.Started;
import dev.berth.migrate.JournalEvent.VolumeBack;
import dev.berth.migrate.JournalEvent.VolumeBegun;
import dev.berth.migrate.JournalEvent.VolumeDone;
import dev.berth.migrate.SourceDescription.OfEngine;
import dev.berth.migrate.SourceDescription.OfUnit;
import dev.berth.model.ContainerName;
import dev.berth.model.Network;
import dev.berth.model.UnitName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * How far a migration is, as its journal tells; a pure function of the entries.
 *
 * @param containers by name, in the order in which they first left
 * @param carried the volumes that are whole on the other side and newer there than where they came
 *     from, with their names there
 * @param moved the volumes whose content may have left where it was, by their names on the other
 *     side, with those there
 * @param images the images that came over: their ids by their references
 * @param networks those that have begun to come over, by name
 * @param run what the last run began with, {@link RunBegun#NONE} where none has
 */
public record MigrationState(
    Map<ContainerName, MigratingContainer> containers,
    Map<String, String> carried,
    Map<String, String> moved,
    Map<String, String> images,
    Map<String, CarriedNetwork> networks,
    RunBegun run) {
  /** Nothing has begun. */
  static final MigrationState NOTHING =
      new MigrationState(Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), RunBegun.NONE);

  /** How far a container is. */
  public enum Stage {
    /** It was being stopped, or its data was being carried. */
    LEAVING,
    /** It runs nowhere. */
    LEFT,
    /** It runs on the other side. */
    ARRIVED,
    /** It was being had where it was. */
    RETURNING,
    /** It is where it was. */
    BACK,
    /** It is on the other side for good. */
    COMMITTED
  }

  /**
   * A container that moves.
   *
   * @param run what the run began with that moves it, {@link RunBegun#NONE} where none is known
   * @param stage how far it is
   * @param since when it got there
   * @param origin what was taken down of it before it was touched
   * @param volumes those that it has there, by their name on the other side
   * @param stoppedAt when it began to leave
   * @param runsThere whether it runs on the other side, or is about to
   * @param wasThere whether it has arrived on the other side since then
   * @param goesBack whether somebody has asked for it where it was, which is not finished
   * @param downtime for how long it ran nowhere; empty where it still does, or did not run before
   */
  public record MigratingContainer(
      RunBegun run,
      Stage stage,
      Instant since,
      SourceDescription origin,
      Set<String> volumes,
      Instant stoppedAt,
      boolean runsThere,
      boolean wasThere,
      boolean goesBack,
      Optional<Duration> downtime) {
    /** Keeps its own copy. */
    public MigratingContainer {
      volumes = Collections.unmodifiableSet(new LinkedHashSet<>(volumes));
    }

    /** Whether it is under way: neither where it was nor well on the other side. */
    public boolean isUnderWay() {
      return stage == Stage.LEAVING || stage == Stage.LEFT || stage == Stage.RETURNING;
    }

    /** Whether it may be had where it was again: it is under way, or well on the other side. */
    public boolean hasGone() {
      return isUnderWay() || stage == Stage.ARRIVED;
    }

    /** Whether it ran before it left. */
    public boolean ran() {
      return origin.ran();
    }

    private MigratingContainer at(Stage next, Instant time) {
      return new MigratingContainer(
          run,
          next,
          time,
          origin,
          volumes,
          stoppedAt,
          runsThere && next != Stage.LEAVING && next != Stage.RETURNING,
          wasThere || next == Stage.ARRIVED,
          goesBack && next == Stage.RETURNING,
          downtime);
    }

    private MigratingContainer runningThere() {
      return new MigratingContainer(
          run, stage, since, origin, volumes, stoppedAt, true, wasThere, goesBack, downtime);
    }

    private MigratingContainer goingBack() {
      return new MigratingContainer(
          run, stage, since, origin, volumes, stoppedAt, runsThere, wasThere, true, downtime);
    }

    /** One that had arrived ran on the other side in between. */
    private MigratingContainer backAt(Instant time) {
      MigratingContainer back =
          new MigratingContainer(
              run,
              Stage.BACK,
              time,
              origin,
              Set.of(),
              stoppedAt,
              false,
              wasThere,
              false,
              Optional.empty());
      return wasThere ? back : back.upAt(time);
    }

    private MigratingContainer upAt(Instant time) {
      return new MigratingContainer(
          run,
          stage,
          since,
          origin,
          volumes,
          stoppedAt,
          runsThere,
          wasThere,
          goesBack,
          downtime.or(() -> ran() ? Optional.of(until(time)) : Optional.empty()));
    }

    /** A clock that was set back in between tells nothing. */
    private Duration until(Instant time) {
      return time.isBefore(stoppedAt) ? Duration.ZERO : Duration.between(stoppedAt, time);
    }

    private MigratingContainer with(List<String> mounted) {
      Set<String> more = new LinkedHashSet<>(volumes);
      more.addAll(mounted);
      return new MigratingContainer(
          run, stage, since, origin, more, stoppedAt, runsThere, wasThere, goesBack, downtime);
    }
  }

  /** Keeps its own copies. */
  public MigrationState {
    containers = Collections.unmodifiableMap(new LinkedHashMap<>(containers));
    carried = Collections.unmodifiableMap(new LinkedHashMap<>(carried));
    moved = Collections.unmodifiableMap(new LinkedHashMap<>(moved));
    networks = Collections.unmodifiableMap(new LinkedHashMap<>(networks));
    images = Collections.unmodifiableMap(new LinkedHashMap<>(images));
  }

  /** What the entries tell. */
  public static MigrationState of(List<JournalEntry> entries) {
    MigrationState state = NOTHING;
    for (JournalEntry entry : entries) {
      state = state.with(entry);
    }
    return state;
  }

  /** What they tell with one more. */
  MigrationState with(JournalEntry entry) {
    Instant time = entry.time();
    return switch (entry.event()) {
      // Nothing of the former way is open then; what it carried may be older by now.
      case RunBegun begun when hasBegun() && !begun.isSameWay(run) ->
          new MigrationState(containers, Map.of(), Map.of(), Map.of(), Map.of(), begun);
      case RunBegun begun ->
          new MigrationState(containers, carried, moved, images, networks, begun);
      case ImageCarried(String reference, String id) ->
          new MigrationState(
              containers, carried, moved, with(images, reference, id), networks, run);
      case NetworkBegun(CarriedNetwork network) ->
          withNetworks(with(networks, network.network().name(), network));
      case NetworkBack(String network) -> withNetworks(without(networks, Set.of(network)));
      case Leaving(ContainerName name, SourceDescription origin) ->
          withContainers(with(containers, name, leaving(container(name), origin, time)));
      case VolumeBegun(ContainerName name, String source, String target, boolean moves) ->
          withVolumes(without(carried, Set.of(target)), moves ? with(moved, target, source) : moved)
              .changed(name, mover -> mover.with(List.of(target)));
      case VolumeDone(ContainerName name, String source, String target) ->
          withVolumes(with(carried, target, source), moved)
              .changed(name, mover -> mover.with(List.of(target)));
      case VolumeBack(String source, String target) ->
          withVolumes(without(carried, Set.of(target)), without(moved, Set.of(target)));
      case Left(ContainerName name, List<String> volumes, boolean starts) ->
          changed(
              name,
              mover -> {
                MigratingContainer left = mover.with(volumes).at(Stage.LEFT, time);
                return starts ? left.runningThere() : left;
              });
      case Started(ContainerName name) -> changed(name, mover -> mover.upAt(time).runningThere());
      case Arrived(ContainerName name) ->
          changed(name, mover -> mover.upAt(time).at(Stage.ARRIVED, time));
      case RollingBack(List<ContainerName> names) -> {
        MigrationState rolling = this;
        for (ContainerName name : names) {
          rolling = rolling.changed(name, MigratingContainer::goingBack);
        }
        yield rolling;
      }
      case Returning(ContainerName name) ->
          newerThere(name).changed(name, mover -> mover.at(Stage.RETURNING, time));
      case Back(ContainerName name) -> newerThere(name).changed(name, mover -> mover.backAt(time));
      case Committed(ContainerName name) -> changed(name, mover -> mover.at(Stage.COMMITTED, time));
    };
  }

  private static <K, T> Map<K, T> with(Map<K, T> map, K key, T value) {
    Map<K, T> more = new LinkedHashMap<>(map);
    more.put(key, value);
    return more;
  }

  private static <T> Map<String, T> without(Map<String, T> map, Set<String> keys) {
    Map<String, T> fewer = new LinkedHashMap<>(map);
    fewer.keySet().removeAll(keys);
    return fewer;
  }

  private MigrationState withContainers(Map<ContainerName, MigratingContainer> others) {
    return new MigrationState(others, carried, moved, images, networks, run);
  }

  private MigrationState withVolumes(Map<String, String> nowCarried, Map<String, String> nowMoved) {
    return new MigrationState(containers, nowCarried, nowMoved, images, networks, run);
  }

  private MigrationState withNetworks(Map<String, CarriedNetwork> others) {
    return new MigrationState(containers, carried, moved, images, others, run);
  }

  private MigrationState changed(ContainerName name, UnaryOperator<MigratingContainer> change) {
    return container(name)
        .map(mover -> withContainers(with(containers, name, change.apply(mover))))
        .orElse(this);
  }

  /** What a container writes where it was is newer than what was carried. */
  private MigrationState newerThere(ContainerName name) {
    return container(name)
        .map(mover -> withVolumes(without(carried, mover.volumes()), moved))
        .orElse(this);
  }

  private MigratingContainer leaving(
      Optional<MigratingContainer> before, SourceDescription origin, Instant time) {
    // Who is under way already keeps what was taken down first: by now it is changed.
    if (before.filter(MigratingContainer::isUnderWay).isPresent()) {
      return before.get();
    }
    boolean isRest =
        before.filter(mover -> mover.stage() == Stage.ARRIVED).isPresent()
            && run.isSameWay(before.get().run())
            && !origin.ran();
    return new MigratingContainer(
        run,
        Stage.LEAVING,
        time,
        isRest ? before.get().origin() : origin,
        isRest ? before.get().volumes() : Set.of(),
        time,
        false,
        false,
        false,
        Optional.empty());
  }

  /** Whether any run has begun. */
  public boolean hasBegun() {
    return !run.equals(RunBegun.NONE);
  }

  /**
   * The runs that have left containers under way, each with those that it has yet to move: who is
   * under way may share a volume with one that has not begun to leave.
   */
  public Map<RunBegun, Set<ContainerName>> open() {
    Map<RunBegun, Set<ContainerName>> open = new LinkedHashMap<>();
    containers.forEach(
        (name, mover) -> {
          if (mover.isUnderWay() && mover.stage() != Stage.RETURNING && !mover.goesBack()) {
            open.computeIfAbsent(mover.run(), this::notMoved).add(name);
          }
        });
    return open;
  }

  /**
   * What those are called here that their engine calls otherwise, by full id: they have left where
   * they were, or a run that is not finished is to move them.
   */
  public Map<String, ContainerName> names() {
    Map<String, ContainerName> names = new LinkedHashMap<>();
    open().keySet().forEach(begun -> names.putAll(begun.declared().names()));
    containers.forEach(
        (name, mover) -> {
          if (mover.hasGone()) {
            mover
                .run()
                .declared()
                .names()
                .forEach(
                    (id, called) -> {
                      if (called.equals(name)) {
                        names.put(id, called);
                      }
                    });
          }
        });
    return names;
  }

  /** The name here of a container of this id that a run has taken down; empty where none has. */
  public Optional<ContainerName> nameOf(String id) {
    return containers.entrySet().stream()
        .filter(
            entry -> entry.getValue().origin() instanceof OfEngine engine && engine.id().equals(id))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** The networks as the configurations of runs have them that are not finished, by name. */
  Map<String, Network> declaredNetworks() {
    Map<String, Network> declared = new LinkedHashMap<>();
    for (RunBegun begun : open().keySet()) {
      begun.declared().networks().forEach(network -> declared.put(network.name(), network));
    }
    return declared;
  }

  /** What none may remove until it is committed or back where it was. */
  public HeldByMigration held() {
    Map<ContainerName, Moving> held = new LinkedHashMap<>();
    Set<String> volumes = new LinkedHashSet<>();
    containers.forEach(
        (name, mover) -> {
          if (mover.hasGone()) {
            held.put(
                name,
                new Moving(
                    mover.run().from(),
                    mover.run().to(),
                    mover.isUnderWay(),
                    mover.goesBack(),
                    mover.stage() == Stage.LEFT || mover.stage() == Stage.ARRIVED));
            volumes.addAll(mover.volumes());
            volumes.addAll(mover.origin().attachments().volumes().values());
          }
        });
    return new HeldByMigration(held, volumes);
  }

  /**
   * Those of these that are not where they were.
   *
   * @param unitOf the unit that runs a container where it was, where one does
   */
  List<dev.berth.model.Returning> returning(
      Collection<ContainerName> names, Function<ContainerName, UnitName> unitOf) {
    List<dev.berth.model.Returning> returning = new ArrayList<>();
    for (ContainerName name : names) {
      container(name)
          .filter(MigratingContainer::hasGone)
          .map(
              mover ->
                  new dev.berth.model.Returning(
                      name,
                      mover.origin() instanceof OfUnit
                          ? Optional.of(unitOf.apply(name))
                          : Optional.empty(),
                      mover.origin() instanceof OfUnit unit && unit.enabled(),
                      mover.ran(),
                      mover.volumes().stream().filter(moved::containsKey).toList(),
                      mover.origin().attachments().networks().stream()
                          .filter(this::isTaken)
                          .toList()))
          .ifPresent(returning::add);
    }
    return returning;
  }

  /** The directories of the configurations by which containers have moved. */
  Set<String> configurations() {
    return containers.values().stream()
        .map(mover -> mover.run().configuration())
        .collect(Collectors.toSet());
  }

  private boolean isTaken(String network) {
    return Optional.ofNullable(networks.get(network)).filter(CarriedNetwork::isInstead).isPresent();
  }

  private Set<ContainerName> notMoved(RunBegun begun) {
    Set<ContainerName> names = new LinkedHashSet<>();
    for (ContainerName name : begun.containers()) {
      boolean isSettled =
          container(name)
              .filter(
                  mover -> mover.run().equals(begun) && (!mover.isUnderWay() || mover.goesBack()))
              .isPresent();
      if (!isSettled) {
        names.add(name);
      }
    }
    return names;
  }

  /** Those that have come another way, or are about to, and may still go back. */
  List<ContainerName> ofAnotherWay(RunBegun other) {
    return containers.entrySet().stream()
        .filter(entry -> !other.isSameWay(entry.getValue().run()))
        .filter(entry -> entry.getValue().hasGone())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** A container's part in the run; empty when the run does not move it. */
  public Optional<MigratingContainer> container(ContainerName name) {
    return Optional.ofNullable(containers.get(name));
  }
}
