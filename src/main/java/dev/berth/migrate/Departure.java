package dev.berth.migrate;

import dev.berth.migrate.JournalEntry.Event;
import dev.berth.migrate.MigrationState.Mover;
import dev.berth.migrate.MigrationState.Stage;
import dev.berth.model.Rendered;
import dev.berth.model.Wanted;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
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
  private final Origin origin;
  private final Cargo cargo;
  private final MovedData data;
  private final Networks networks;
  private final Journal journal;
  private final Set<String> touched = new HashSet<>();

  /** How long those of this run may take to end, by their names. */
  private final Map<String, Duration> graces = new HashMap<>();

  Departure(
      EngineCli source,
      Origin origin,
      Cargo cargo,
      MovedData data,
      Networks networks,
      Journal journal) {
    this.source = source;
    this.origin = origin;
    this.cargo = cargo;
    this.data = data;
    this.networks = networks;
    this.journal = journal;
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
    MigrationState state = MigrationState.of(journal.read());
    List<VolumePair> mounted = VolumePair.of(rendered, attachments(state, name).volumes());
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
    Optional<String> obstacle =
        startedAgain(state, name, mounted)
            .or(
                () ->
                    sharing.stream()
                        .filter(sharer -> !moving.contains(sharer))
                        .findFirst()
                        .map(sharer -> "'" + sharer + "', which stays, uses a volume of it"))
            .or(() -> stopped(state, users, moving, volumes))
            .or(() -> cargo.obstacle(volumes))
            .or(() -> networks.obstacle(rendered, moving));
    if (obstacle.isPresent()) {
      return obstacle;
    }
    // A volume is carried while nobody writes to it: who shares it stops early.
    sharing.addAll(networks.together(rendered, moving));
    Duration own = rendered.spec().stopGracePeriod();
    Optional<String> failure = stop(name, own);
    for (String sharer : sharing) {
      if (failure.isEmpty()) {
        early.add(sharer);
        failure = stop(sharer, graces.getOrDefault(sharer, own));
      }
    }
    failure = failure.or(() -> carry(name, volumes, onLine));
    if (failure.isEmpty()) {
      networks.carry(rendered, moving);
      journal.add(
          Event.LEFT,
          name,
          Map.of(
              MigrationState.VOLUMES,
              mounted.stream().map(VolumePair::target).collect(Collectors.joining(" ")),
              MigrationState.STARTS,
              Boolean.toString(starts)));
    }
    return failure;
  }

  /** A volume that nobody named ends with the container of a unit, and is as new at each start. */
  private Attachments seen(String container) {
    return origin
        .describe(container)
        .flatMap(origin::attachments)
        .orElseGet(() -> Attachments.of(source, container));
  }

  private boolean runs(String container) {
    return origin.describe(container).filter(Origin::ran).isPresent();
  }

  /**
   * By now both sides may have written what the other has not, and nobody can tell which counts.
   */
  private Optional<String> startedAgain(
      MigrationState state, String container, List<VolumePair> mounted) {
    boolean hasArrived =
        state.container(container).filter(mover -> mover.stage() == Stage.ARRIVED).isPresent();
    return mounted.stream()
        .map(VolumePair::target)
        .filter(volume -> hasArrived && state.carried().containsKey(volume) && runs(container))
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

  /** What it has there, or had when it was there. */
  private Attachments attachments(MigrationState state, String container) {
    Attachments all =
        state
            .container(container)
            .filter(Mover::isUnderWay)
            .map(mover -> Attachments.of(mover.origin()))
            .orElseGet(() -> seen(container));
    return cargo.carries() ? all : all.withoutVolumes();
  }

  /** One that does not run loses its data all the same where that leaves without a copy. */
  private Optional<String> stopped(
      MigrationState state, EngineUsers users, Set<String> moving, List<VolumePair> volumes) {
    return volumes.stream()
        .filter(volume -> cargo.moves())
        .flatMap(volume -> users.allWith(volume.source()).stream())
        .filter(user -> !moving.contains(user) && !hasGone(state, user))
        .findFirst()
        .map(user -> "'" + user + "' is stopped, stays, and has a volume of it, which would move");
  }

  private static boolean hasGone(MigrationState state, String container) {
    return state
        .container(container)
        .filter(mover -> mover.isUnderWay() || mover.stage() == Stage.ARRIVED)
        .isPresent();
  }

  private Optional<String> stop(String container, Duration grace) {
    MigrationState state = MigrationState.of(journal.read());
    Optional<Mover> before = state.container(container).filter(Mover::isUnderWay);
    Optional<Map<String, String>> description =
        before.map(Mover::origin).or(() -> origin.describe(container));
    if (description.isEmpty()) {
      return Optional.of("'" + container + "' is not on " + source + " any more");
    }
    touched.add(container);
    if (before.isEmpty()) {
      Map<String, String> details = new HashMap<>(description.get());
      details.putAll(attachments(state, container).details());
      journal.add(Event.LEAVING, container, details);
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
      Map<String, String> details = Map.of("source", volume.source(), "target", volume.target());
      onLine.accept("carrying volume " + volume.source());
      Map<String, String> begun = new HashMap<>(details);
      if (cargo.moves()) {
        begun.put(MigrationState.MODE, MigrationState.MOVE);
      }
      journal.add(Event.VOLUME_BEGUN, container, begun);
      cargo.carry(volume);
      journal.add(Event.VOLUME_DONE, container, details);
    }
    return Optional.empty();
  }
}
