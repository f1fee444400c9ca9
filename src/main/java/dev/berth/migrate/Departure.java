package dev.berth.migrate;

import dev.berth.migrate.JournalEvent.Leaving;
import dev.berth.migrate.JournalEvent.Left;
import dev.berth.migrate.JournalEvent.VolumeBegun;
import dev.berth.migrate.JournalEvent.VolumeDone;
import dev.berth.migrate.MigrationState.Mover;
import dev.berth.migrate.MigrationState.Stage;
import dev.berth.model.Rendered;
import dev.berth.model.Wanted;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** How one container after the other leaves where it is, with its data and its networks. */
final class Departure {
  private final EngineCli source;
  private final EngineCli target;
  private final Origin origin;
  private final Cargo cargo;
  private final MovedData data;
  private final Networks networks;
  private final MigrationJournal journal;
  private final Set<String> touched = new HashSet<>();

  /** How long those of this run may take to end, by their names. */
  private final Map<String, Duration> graces = new HashMap<>();

  Departure(
      EngineCli source,
      EngineCli target,
      Origin origin,
      Cargo cargo,
      MovedData data,
      Networks networks,
      MigrationJournal journal) {
    this.source = source;
    this.target = target;
    this.origin = origin;
    this.cargo = cargo;
    this.data = data;
    this.networks = networks;
    this.journal = journal;
  }

  /**
   * What stands against bringing each of these over, by container, as {@link #leave} would find it
   * once all that come before it are over.
   *
   * @throws MigrationException where something could not be seen
   */
  Map<String, String> obstacles(Collection<Rendered> comingOver) {
    Map<String, String> obstacles = new LinkedHashMap<>();
    if (!comingOver.isEmpty()) {
      MigrationState state = journal.state();
      Optional<SharedData> shared = shared();
      Set<String> moving = comingOver.stream().map(Rendered::name).collect(Collectors.toSet());
      Set<String> planned = new LinkedHashSet<>();
      for (Rendered rendered : comingOver) {
        Luggage luggage = luggage(rendered, state, moving);
        // Who has the volume, too, and goes before it, carries it.
        List<VolumePair> own =
            luggage.volumes().stream().filter(volume -> planned.add(volume.target())).toList();
        obstacle(rendered, luggage.with(own), state, moving, shared)
            .ifPresent(why -> obstacles.put(rendered.name(), why));
      }
    }
    return obstacles;
  }

  private Optional<SharedData> shared() {
    return cargo.carries()
        ? Optional.of(SharedData.read(source, target, cargo.moves()))
        : Optional.empty();
  }

  /** Takes down how long those that are wanted may take to end. */
  void expect(Wanted wanted) {
    wanted
        .containers()
        .forEach(rendered -> graces.put(rendered.name(), rendered.spec().stopGracePeriod()));
  }

  /** Those that have been ended, or that was tried. */
  Set<String> touched() {
    return Set.copyOf(touched);
  }

  /**
   * Ends it where it is and brings over what it needs.
   *
   * @param starts whether it is to run on the other side
   * @param moving those of this run
   * @param early gets those that have ended with it
   * @return what went wrong, or empty
   * @throws MigrationException where something could not be seen, or carried
   */
  Optional<String> leave(
      Rendered rendered,
      boolean starts,
      Set<String> moving,
      Set<String> early,
      Consumer<String> onLine) {
    String name = rendered.name();
    MigrationState state = journal.state();
    Luggage luggage = luggage(rendered, state, moving);
    Optional<String> obstacle = obstacle(rendered, luggage, state, moving, shared());
    if (obstacle.isPresent()) {
      return obstacle;
    }
    Set<String> sharing = new LinkedHashSet<>(luggage.sharing());
    // A volume is carried while nobody writes to it: who shares it stops early.
    sharing.addAll(networks.together(rendered, moving));
    Duration own = rendered.spec().stopGracePeriod();
    Optional<String> failure = stop(name, luggage.description(), own);
    for (String sharer : sharing) {
      if (failure.isEmpty()) {
        early.add(sharer);
        failure = stop(sharer, describe(state, sharer), graces.getOrDefault(sharer, own));
      }
    }
    failure = failure.or(() -> carry(name, luggage.volumes(), onLine));
    if (failure.isEmpty()) {
      networks.carry(rendered, moving);
      journal.add(
          new Left(name, luggage.mounted().stream().map(VolumePair::target).toList(), starts));
    }
    return failure;
  }

  /**
   * What goes with a container.
   *
   * @param description what is known of it; empty where it is not there
   * @param mounted its volumes, those that are over already among them
   * @param volumes those that are to be carried
   * @param sharing who else has one of these and runs
   */
  private record Luggage(
      Optional<SourceDescription> description,
      List<VolumePair> mounted,
      List<VolumePair> volumes,
      Set<String> sharing) {
    Luggage with(List<VolumePair> only) {
      return new Luggage(description, mounted, only, sharing);
    }
  }

  private Luggage luggage(Rendered rendered, MigrationState state, Set<String> moving) {
    String name = rendered.name();
    Optional<SourceDescription> description = describe(state, name);
    List<VolumePair> mounted =
        VolumePair.of(
            rendered,
            description
                .filter(found -> cargo.carries())
                .map(found -> found.attachments().volumes())
                .orElse(Map.of()));
    List<VolumePair> volumes =
        mounted.stream().filter(volume -> !state.carried().containsKey(volume.target())).toList();
    EngineUsers users = new EngineUsers(source);
    Set<String> sharing = new LinkedHashSet<>();
    for (VolumePair volume : volumes) {
      sharing.addAll(users.runningWith(volume.source()));
      origin.unseenUsers(volume.source()).stream()
          .filter(user -> !moving.contains(user) || runs(user))
          .forEach(sharing::add);
    }
    sharing.remove(name);
    return new Luggage(description, mounted, volumes, sharing);
  }

  private Optional<String> obstacle(
      Rendered rendered,
      Luggage luggage,
      MigrationState state,
      Set<String> moving,
      Optional<SharedData> shared) {
    return startedAgain(state, rendered.name(), luggage.description(), luggage.mounted())
        .or(
            () ->
                shared.flatMap(sides -> sides.obstacle(rendered, luggage.volumes(), state, moving)))
        .or(
            () ->
                luggage.sharing().stream()
                    .filter(sharer -> !moving.contains(sharer))
                    .findFirst()
                    .map(sharer -> "'" + sharer + "', which stays, uses a volume of it"))
        .or(() -> stopped(state, new EngineUsers(source), moving, luggage.volumes()))
        .or(() -> cargo.obstacle(luggage.volumes()))
        .or(() -> networks.obstacle(rendered, moving));
  }

  /**
   * What is known of one, with what it shares: as it was taken down where it is under way, else as
   * it is now; empty where it is not there.
   */
  private Optional<SourceDescription> describe(MigrationState state, String container) {
    return state
        .container(container)
        .filter(Mover::isUnderWay)
        .map(Mover::origin)
        .or(() -> origin.describe(container).map(found -> withAttachments(container, found)));
  }

  /** A volume that nobody named ends with the container of a unit, and is as new at each start. */
  private SourceDescription withAttachments(String container, SourceDescription description) {
    Attachments all = description.stated().orElseGet(() -> Attachments.of(source, container));
    return description.with(cargo.carries() ? all : all.withoutVolumes());
  }

  private boolean runs(String container) {
    return origin.describe(container).filter(SourceDescription::ran).isPresent();
  }

  /**
   * By now both sides may have written what the other has not, and nobody can tell which counts.
   */
  private Optional<String> startedAgain(
      MigrationState state,
      String container,
      Optional<SourceDescription> description,
      List<VolumePair> mounted) {
    boolean hasArrived =
        state.container(container).filter(mover -> mover.stage() == Stage.ARRIVED).isPresent();
    if (!hasArrived || description.filter(SourceDescription::ran).isEmpty()) {
      return Optional.empty();
    }
    return mounted.stream()
        .map(VolumePair::target)
        .filter(state.carried()::containsKey)
        .findFirst()
        .map(
            volume ->
                "it was started on "
                    + source
                    + " after it had come over, and both may have written to '"
                    + volume
                    + "'; stop it there to go on with what is here, or take it back with 'berth"
                    + " migrate --rollback'");
  }

  /** One that does not run loses its data all the same where that leaves without a copy. */
  private Optional<String> stopped(
      MigrationState state, EngineUsers users, Set<String> moving, List<VolumePair> volumes) {
    return volumes.stream()
        .filter(volume -> cargo.moves())
        .flatMap(volume -> users.allWith(volume.source()).stream())
        .filter(user -> !moving.contains(user))
        .filter(user -> state.container(user).filter(Mover::hasGone).isEmpty())
        .findFirst()
        .map(user -> "'" + user + "' is stopped, stays, and has a volume of it, which would move");
  }

  private Optional<String> stop(
      String container, Optional<SourceDescription> description, Duration grace) {
    if (description.isEmpty()) {
      return Optional.of("'" + container + "' is not on " + source + " any more");
    }
    touched.add(container);
    boolean isUnderWay = journal.state().container(container).filter(Mover::isUnderWay).isPresent();
    if (!isUnderWay) {
      journal.add(new Leaving(container, description.get()));
    }
    return origin.leave(container, description.get(), grace);
  }

  private Optional<String> carry(
      String container, List<VolumePair> volumes, Consumer<String> onLine) {
    for (VolumePair volume : volumes) {
      // What a killed run has moved is here; it is carried as if it had not been.
      Optional<String> lost = data.back(List.of(volume.target()));
      if (lost.isPresent()) {
        return lost;
      }
      onLine.accept("carrying volume " + volume.source());
      journal.add(new VolumeBegun(container, volume.source(), volume.target(), cargo.moves()));
      cargo.carry(volume);
      journal.add(new VolumeDone(container, volume.source(), volume.target()));
    }
    return Optional.empty();
  }
}
