package dev.berth.migrate;

import dev.berth.apply.HeldByMigration;
import dev.berth.apply.HeldByMigration.Moving;
import dev.berth.migrate.JournalEntry.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

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
 * @param run with what the last run began, see {@link Event#BEGIN}; empty where none has
 */
public record MigrationState(
    Map<String, Mover> containers,
    Map<String, String> carried,
    Map<String, String> moved,
    Map<String, String> images,
    Map<String, CarriedNetwork> networks,
    Map<String, String> run) {
  /** Where a run comes from, in what it began with. */
  static final String FROM = "from";

  /** Where a run goes, in what it began with. */
  static final String TO = "to";

  /** The volumes of one that has left, by their names on the other side, with a blank between. */
  static final String VOLUMES = "volumes";

  /** Whether one that has left is to run on the other side. */
  static final String STARTS = "starts";

  /** How a volume is carried, if not by a copy. */
  static final String MODE = "mode";

  /** Its content leaves where it was. */
  static final String MOVE = "move";

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
   * @param run with what the run began that moves it, see {@link Event#BEGIN}
   * @param stage how far it is
   * @param since when it got there
   * @param origin what was taken down of it before it was touched
   * @param volumes those that it has there, by their name on the other side
   * @param stoppedAt when it began to leave
   * @param runsThere whether it runs on the other side, or is about to
   * @param wasThere whether it has arrived on the other side since then
   * @param downtime for how long it ran nowhere; empty where it still does, or did not run before
   */
  public record Mover(
      Map<String, String> run,
      Stage stage,
      Instant since,
      Map<String, String> origin,
      Set<String> volumes,
      Instant stoppedAt,
      boolean runsThere,
      boolean wasThere,
      Optional<Duration> downtime) {
    /** Keeps its own copies. */
    public Mover {
      run = Map.copyOf(run);
      origin = Map.copyOf(origin);
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
      return Origin.ran(origin);
    }

    private Mover at(Stage next, Instant time) {
      return new Mover(
          run,
          next,
          time,
          origin,
          volumes,
          stoppedAt,
          runsThere && next != Stage.LEAVING && next != Stage.RETURNING,
          wasThere || next == Stage.ARRIVED,
          downtime);
    }

    private Mover runningThere() {
      return new Mover(run, stage, since, origin, volumes, stoppedAt, true, wasThere, downtime);
    }

    private Mover upAt(Instant time) {
      return new Mover(
          run,
          stage,
          since,
          origin,
          volumes,
          stoppedAt,
          runsThere,
          wasThere,
          downtime.or(() -> ran() ? Optional.of(until(time)) : Optional.empty()));
    }

    /** A clock that was set back in between tells nothing. */
    private Duration until(Instant time) {
      return time.isBefore(stoppedAt) ? Duration.ZERO : Duration.between(stoppedAt, time);
    }

    private Mover with(List<String> mounted) {
      Set<String> more = new LinkedHashSet<>(volumes);
      more.addAll(mounted);
      more.remove("");
      return new Mover(run, stage, since, origin, more, stoppedAt, runsThere, wasThere, downtime);
    }
  }

  /** Keeps its own copies. */
  public MigrationState {
    containers = Collections.unmodifiableMap(new LinkedHashMap<>(containers));
    carried = Collections.unmodifiableMap(new LinkedHashMap<>(carried));
    run = Map.copyOf(run);
    moved = Collections.unmodifiableMap(new LinkedHashMap<>(moved));
    networks = Collections.unmodifiableMap(new LinkedHashMap<>(networks));
    images = Collections.unmodifiableMap(new LinkedHashMap<>(images));
  }

  /** What the entries tell. */
  public static MigrationState of(List<JournalEntry> entries) {
    Map<String, Mover> movers = new LinkedHashMap<>();
    Map<String, String> carried = new LinkedHashMap<>();
    Map<String, String> moved = new LinkedHashMap<>();
    Map<String, String> images = new LinkedHashMap<>();
    Map<String, CarriedNetwork> networks = new LinkedHashMap<>();
    Map<String, String> run = Map.of();
    for (JournalEntry entry : entries) {
      String name = entry.container();
      Mover mover = movers.get(name);
      switch (entry.event()) {
        case BEGIN -> {
          if (!run.isEmpty() && !Objects.equals(run.get(TO), entry.detail(TO))) {
            // Nothing of the former way is open then; what it carried may be older by now.
            carried.clear();
            moved.clear();
            images.clear();
            networks.clear();
          }
          run = entry.details();
        }
        case IMAGE -> images.put(entry.detail("reference"), entry.detail("id"));
        case NETWORK -> networks.put(CarriedNetwork.name(entry), CarriedNetwork.of(entry));
        case NETWORK_BACK -> networks.remove(CarriedNetwork.name(entry));
        case LEAVING -> movers.put(name, leaving(Optional.ofNullable(mover), entry, run));
        case VOLUME_BEGUN -> {
          carried.remove(entry.detail("target"));
          if (entry.detail(MODE).equals(MOVE)) {
            moved.put(entry.detail("target"), entry.detail("source"));
          }
        }
        case VOLUME_DONE -> carried.put(entry.detail("target"), entry.detail("source"));
        case VOLUME_BACK -> {
          moved.remove(entry.detail("target"));
          carried.remove(entry.detail("target"));
        }
        // What it writes where it was is newer than what was carried.
        case RETURNING, BACK ->
            carried.keySet().removeAll(mover == null ? Set.of() : mover.volumes());
        case LEFT, STARTED, ARRIVED, COMMITTED -> {}
      }
      if (mover != null) {
        movers.computeIfPresent(name, (key, now) -> after(now, entry));
      }
    }
    return new MigrationState(movers, carried, moved, images, networks, run);
  }

  private static Mover leaving(
      Optional<Mover> before, JournalEntry entry, Map<String, String> run) {
    // Who is under way already keeps what was taken down first: by now it is changed.
    if (before.filter(Mover::isUnderWay).isPresent()) {
      return before.get();
    }
    boolean isRest =
        before.filter(mover -> mover.stage() == Stage.ARRIVED).isPresent()
            && sameWay(run, before.get().run())
            && !Origin.ran(entry.details());
    return new Mover(
        run,
        Stage.LEAVING,
        entry.time(),
        isRest ? before.get().origin() : entry.details(),
        isRest ? before.get().volumes() : Set.of(),
        entry.time(),
        false,
        false,
        Optional.empty());
  }

  private static boolean sameWay(Map<String, String> one, Map<String, String> other) {
    return Objects.equals(one.get(TO), other.get(TO));
  }

  private static Mover after(Mover mover, JournalEntry entry) {
    Instant time = entry.time();
    return switch (entry.event()) {
      case BEGIN, IMAGE, NETWORK, NETWORK_BACK, LEAVING, VOLUME_BACK -> mover;
      case VOLUME_BEGUN, VOLUME_DONE -> mover.with(List.of(entry.detail("target")));
      case LEFT -> {
        Mover left = mover.with(List.of(entry.detail(VOLUMES).split(" ", -1))).at(Stage.LEFT, time);
        yield entry.detail(STARTS).equals("true") ? left.runningThere() : left;
      }
      case STARTED -> mover.upAt(time).runningThere();
      case ARRIVED -> mover.upAt(time).at(Stage.ARRIVED, time);
      case RETURNING -> mover.at(Stage.RETURNING, time);
      case BACK -> {
        Mover back =
            new Mover(
                mover.run(),
                Stage.BACK,
                time,
                mover.origin(),
                Set.of(),
                mover.stoppedAt(),
                false,
                mover.wasThere(),
                Optional.empty());
        // One that had arrived ran on the other side in between.
        yield mover.wasThere() ? back : back.upAt(time);
      }
      case COMMITTED -> mover.at(Stage.COMMITTED, time);
    };
  }

  /**
   * The runs that have left containers under way, each with those that it has yet to move: who is
   * under way may share a volume with one that has not begun to leave.
   */
  public Map<Map<String, String>, Set<String>> open() {
    Map<Map<String, String>, Set<String>> open = new LinkedHashMap<>();
    containers.forEach(
        (name, mover) -> {
          if (mover.isUnderWay() && mover.stage() != Stage.RETURNING) {
            open.computeIfAbsent(mover.run(), this::notMoved).add(name);
          }
        });
    return open;
  }

  /** What none may remove until it is committed or back where it was. */
  public HeldByMigration held() {
    Map<String, Moving> held = new LinkedHashMap<>();
    Set<String> volumes = new LinkedHashSet<>();
    containers.forEach(
        (name, mover) -> {
          if (mover.hasGone()) {
            Map<String, String> way = mover.run();
            held.put(
                name,
                new Moving(
                    way.getOrDefault(FROM, ""),
                    way.getOrDefault(TO, ""),
                    mover.isUnderWay(),
                    mover.stage() == Stage.LEFT || mover.stage() == Stage.ARRIVED));
            volumes.addAll(mover.volumes());
            volumes.addAll(Attachments.of(mover.origin()).volumes().values());
          }
        });
    return new HeldByMigration(held, volumes);
  }

  private Set<String> notMoved(Map<String, String> begun) {
    Set<String> names = new LinkedHashSet<>();
    for (String name : begun.getOrDefault(MigrationRun.CONTAINERS, "").split(" ", -1)) {
      boolean isSettled =
          container(name)
              .filter(mover -> mover.run().equals(begun) && !mover.isUnderWay())
              .isPresent();
      if (!name.isEmpty() && !isSettled) {
        names.add(name);
      }
    }
    return names;
  }

  /** Those that have come another way, or are about to, and may still go back. */
  List<String> ofAnotherWay(Map<String, String> run) {
    return containers.entrySet().stream()
        .filter(entry -> !sameWay(run, entry.getValue().run()))
        .filter(entry -> entry.getValue().hasGone())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** A container's part. */
  public Optional<Mover> container(String name) {
    return Optional.ofNullable(containers.get(name));
  }
}
