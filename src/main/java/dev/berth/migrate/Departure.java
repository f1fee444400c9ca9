package dev.berth.migrate;

import dev.berth.migrate.JournalEntry.Event;
import dev.berth.migrate.MigrationState.Mover;
import dev.berth.migrate.MigrationState.Stage;
import dev.berth.model.Rendered;
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

  /** Those that have been ended, or that was tried. */
  Set<String> touched() {
    return Set.copyOf(touched);
  }

  /**
   * Ends it where it is and brings over what it needs.
   *
   * @param moving those of this run
   * @param early gets those that have ended with it
   * @return what went wrong, or empty
   * @throws MigrationException where something could not be seen, or carried
   */
  Optional<String> leave(
      Rendered rendered, Set<String> moving, Set<String> early, Consumer<String> onLine) {
    String name = rendered.name();
    MigrationState state = MigrationState.of(journal.read());
    List<VolumePair> mounted = VolumePair.of(rendered, attachments(state, name).volumes());
    List<VolumePair> volumes =
        mounted.stream().filter(volume -> !state.carried().containsKey(volume.target())).toList();
    SourceUsers users = new SourceUsers(source);
    Set<String> sharing = new LinkedHashSet<>();
    volumes.forEach(volume -> sharing.addAll(users.runningWith(volume.source())));
    sharing.remove(name);
    Optional<String> obstacle =
        sharing.stream()
            .filter(sharer -> !moving.contains(sharer))
            .findFirst()
            .map(sharer -> "'" + sharer + "', which stays, uses a volume of it")
            .or(() -> stopped(state, users, moving, volumes))
            .or(() -> cargo.obstacle(volumes))
            .or(() -> networks.obstacle(rendered, moving));
    if (obstacle.isPresent()) {
      return obstacle;
    }
    // A volume is carried while nobody writes to it: who shares it stops early.
    sharing.addAll(networks.together(rendered, moving));
    Optional<String> failure = stop(name, rendered.spec().stopGracePeriod());
    for (String sharer : sharing) {
      if (failure.isEmpty()) {
        early.add(sharer);
        failure = stop(sharer, rendered.spec().stopGracePeriod());
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
              mounted.stream().map(VolumePair::target).collect(Collectors.joining(" "))));
    }
    return failure;
  }

  /** What it has there, or had when it was there. */
  private Attachments attachments(MigrationState state, String container) {
    Attachments all =
        state
            .container(container)
            .filter(Mover::isUnderWay)
            .map(mover -> Attachments.of(mover.origin()))
            .orElseGet(() -> Attachments.of(source, container));
    return cargo.carries() ? all : all.withoutVolumes();
  }

  /** One that does not run loses its data all the same where that leaves without a copy. */
  private Optional<String> stopped(
      MigrationState state, SourceUsers users, Set<String> moving, List<VolumePair> volumes) {
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
