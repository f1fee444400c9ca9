package dev.berth.migrate;

import dev.berth.migrate.JournalEntry.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How far a migration is, as its journal tells; a pure function of the entries.
 *
 * @param containers by name, in the order in which they first left
 * @param made the volumes on the other side that the migration has made or is making
 * @param carried those of them that are whole and newer than where they came from
 */
public record MigrationState(Map<String, Mover> containers, Set<String> made, Set<String> carried) {

  /** How far a container is. */
  public enum Stage {
    /** It was being stopped, or its data was being carried. */
    LEAVING,
    /** It runs nowhere. */
    LEFT,
    /** It runs on the other side. */
    ARRIVED,
    /** It is where it was. */
    BACK,
    /** It is on the other side for good. */
    COMMITTED
  }

  /**
   * A container that moves.
   *
   * @param stage how far it is
   * @param origin what was taken down of it before it was touched
   * @param volumes those that it brought along, by their name on the other side
   * @param stoppedAt when it began to leave
   * @param downtime for how long it ran nowhere; empty where it has not arrived
   */
  public record Mover(
      Stage stage,
      Map<String, String> origin,
      Set<String> volumes,
      Instant stoppedAt,
      Optional<Duration> downtime) {
    /** Keeps its own copies. */
    public Mover {
      origin = Map.copyOf(origin);
      volumes = Collections.unmodifiableSet(new LinkedHashSet<>(volumes));
    }

    /** Whether it is under way: neither where it was nor well on the other side. */
    public boolean isUnderWay() {
      return stage == Stage.LEAVING || stage == Stage.LEFT;
    }

    private Mover at(Stage next) {
      return new Mover(next, origin, volumes, stoppedAt, downtime);
    }
  }

  /** Keeps its own copies. */
  public MigrationState {
    containers = Collections.unmodifiableMap(new LinkedHashMap<>(containers));
    made = Collections.unmodifiableSet(new LinkedHashSet<>(made));
    carried = Collections.unmodifiableSet(new LinkedHashSet<>(carried));
  }

  /** What the entries tell. */
  public static MigrationState of(List<JournalEntry> entries) {
    Map<String, Mover> movers = new LinkedHashMap<>();
    Set<String> made = new LinkedHashSet<>();
    Set<String> carried = new LinkedHashSet<>();
    for (JournalEntry entry : entries) {
      String name = entry.container();
      Mover mover = movers.get(name);
      if (entry.event() == Event.LEAVING) {
        // Who is under way already keeps what was taken down first: by now it is changed.
        if (mover == null || !mover.isUnderWay()) {
          movers.put(
              name,
              new Mover(Stage.LEAVING, entry.details(), Set.of(), entry.time(), Optional.empty()));
        }
      } else if (mover != null) {
        movers.put(name, after(mover, entry));
      }
      switch (entry.event()) {
        case VOLUME_BEGUN -> {
          made.add(entry.detail("target"));
          carried.remove(entry.detail("target"));
        }
        case VOLUME_DONE -> carried.add(entry.detail("target"));
        // What it writes where it was is newer than what was carried.
        case BACK -> carried.removeAll(mover == null ? Set.of() : mover.volumes());
        case LEAVING, LEFT, ARRIVED, COMMITTED -> {}
      }
    }
    return new MigrationState(movers, made, carried);
  }

  private static Mover after(Mover mover, JournalEntry entry) {
    return switch (entry.event()) {
      case LEAVING, VOLUME_BEGUN -> mover;
      case VOLUME_DONE -> {
        Set<String> volumes = new LinkedHashSet<>(mover.volumes());
        volumes.add(entry.detail("target"));
        yield new Mover(
            mover.stage(), mover.origin(), volumes, mover.stoppedAt(), mover.downtime());
      }
      case LEFT -> mover.at(Stage.LEFT);
      case ARRIVED ->
          new Mover(
              Stage.ARRIVED,
              mover.origin(),
              mover.volumes(),
              mover.stoppedAt(),
              Optional.of(Duration.between(mover.stoppedAt(), entry.time())));
      case BACK ->
          new Mover(Stage.BACK, mover.origin(), Set.of(), mover.stoppedAt(), Optional.empty());
      case COMMITTED -> mover.at(Stage.COMMITTED);
    };
  }

  /** A container's part. */
  public Optional<Mover> container(String name) {
    return Optional.ofNullable(containers.get(name));
  }
}
