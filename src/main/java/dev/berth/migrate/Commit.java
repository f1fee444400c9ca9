package dev.berth.migrate;

import dev.berth.engine.Engine;
import dev.berth.engine.EngineDetails.Kind;
import dev.berth.engine.RuntimeControl;
import dev.berth.host.CommandResult;
import dev.berth.migrate.JournalEvent.Committed;
import dev.berth.migrate.MigrationState.MigratingContainer;
import dev.berth.migrate.MigrationState.Stage;
import dev.berth.model.ContainerName;
import dev.berth.run.Result;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The end of a migration: what is left where everything was goes, and with it the way back. */
public final class Commit {
  private final Engine source;
  private final Engine target;
  private final SourceSupervisor origin;
  private final Networks networks;
  private final MigrationJournal journal;
  private final MigrationRun run;
  private final Supplier<Map<String, String>> units;

  /** The volumes of those that have gone from both engines: they may be all that is left. */
  private final Set<String> ofLost = new HashSet<>();

  /**
   * The end of a migration.
   *
   * @param units the texts of the host's services, by unit
   */
  Commit(
      Engine source,
      Engine target,
      SourceSupervisor origin,
      Networks networks,
      MigrationJournal journal,
      MigrationRun run,
      Supplier<Map<String, String>> units) {
    this.units = units;
    this.source = source;
    this.target = target;
    this.origin = origin;
    this.networks = networks;
    this.journal = journal;
    this.run = run;
  }

  /**
   * Removes what is left where those were that have arrived. One that has gone from here stays
   * there, as it may go back; but for one that has gone from there, too, as there is nothing left
   * to remove, nor a way back, though it may have been under way.
   *
   * @param isHere whether a container is where it has arrived, by its name
   * @return what went wrong, by container
   */
  public Map<ContainerName, String> remove(
      Predicate<ContainerName> isHere, Consumer<ContainerName> onRemoved) {
    Map<ContainerName, String> failures = new LinkedHashMap<>();
    ending(isHere)
        .forEach(
            (name, mover) -> {
              boolean hasGone = hasGone(name, mover, isHere);
              Result removed =
                  whyKept(name, mover, hasGone)
                      .map(Result::refused)
                      .orElseGet(() -> origin.remove(name, mover.origin()));
              removed.problem().ifPresent(why -> failures.put(name, why));
              if (removed.isDone()) {
                ofLost.addAll(hasGone ? volumes(mover) : Set.of());
                journal.add(new Committed(name));
                onRemoved.accept(name);
              }
            });
    return failures;
  }

  /** Those that have arrived, and those under way that are on neither side any more. */
  private Map<ContainerName, MigratingContainer> ending(Predicate<ContainerName> isHere) {
    Set<ContainerName> lost = lost(isHere);
    Map<ContainerName, MigratingContainer> ending = new LinkedHashMap<>();
    journal
        .state()
        .containers()
        .forEach(
            (name, mover) -> {
              boolean isOver = mover.stage() == Stage.ARRIVED && run.isSameWay(mover.run());
              if (isOver || lost.contains(name)) {
                ending.put(name, mover);
              }
            });
    return ending;
  }

  /** The volumes of one as they came over, all or some. */
  private Set<String> volumes(MigratingContainer mover) {
    Set<String> volumes = new HashSet<>(mover.volumes());
    Collection<String> had = mover.origin().attachments().volumes().values();
    journal
        .state()
        .carried()
        .forEach(
            (copy, volume) -> {
              if (had.contains(volume)) {
                volumes.add(copy);
              }
            });
    return volumes;
  }

  private static boolean hasGone(
      ContainerName name, MigratingContainer mover, Predicate<ContainerName> isHere) {
    return mover.ran() && !isHere.test(name);
  }

  /** Why one is not removed; empty for one that is. */
  private Optional<String> whyKept(ContainerName name, MigratingContainer mover, boolean hasGone) {
    return hasGone && origin.whyMissing(name, mover.origin()).isEmpty()
        ? Optional.of("it has gone from here; --rollback has it where it was")
        : Optional.empty();
  }

  /**
   * What an end of the migration would do.
   *
   * @param containers the containers that would be removed
   * @param failed why others would not be, by container
   * @param objects the volumes, networks and images that would be removed, each with its kind
   * @param kept why others would not be, by what they are
   */
  public record Outlook(
      List<ContainerName> containers,
      Map<ContainerName, String> failed,
      List<String> objects,
      Map<String, String> kept) {
    /** Keeps its own copies, in order. */
    public Outlook {
      containers = List.copyOf(containers);
      failed = Collections.unmodifiableMap(new LinkedHashMap<>(failed));
      objects = List.copyOf(objects);
      kept = Collections.unmodifiableMap(new LinkedHashMap<>(kept));
    }
  }

  /**
   * What {@link #remove} and {@link #purge} would do now; changes nothing.
   *
   * @param purge whether images, volumes and networks would go, too
   */
  public Outlook outlook(Predicate<ContainerName> isHere, boolean purge) {
    List<ContainerName> going = new ArrayList<>();
    Set<String> lost = new HashSet<>();
    Map<ContainerName, String> failed = new LinkedHashMap<>();
    ending(isHere)
        .forEach(
            (name, mover) -> {
              boolean hasGone = hasGone(name, mover, isHere);
              whyKept(name, mover, hasGone)
                  .or(() -> origin.obstacle(name, mover.origin()))
                  .ifPresentOrElse(why -> failed.put(name, why), () -> going.add(name));
              if (hasGone && !failed.containsKey(name)) {
                lost.addAll(volumes(mover));
              }
            });
    Map<String, String> kept = new LinkedHashMap<>();
    List<String> objects = new ArrayList<>();
    // Where one container stays, so do all images, volumes and networks.
    if (purge && failed.isEmpty()) {
      for (Carried carried : carried(Set.copyOf(going), lost, kept)) {
        Set<ContainerName> users = new TreeSet<>(origin.unseenUsers(carried.name()));
        users.addAll(source.details().users(carried.kind(), carried.name(), false));
        users.removeAll(going);
        if (users.isEmpty()) {
          objects.add(carried.words());
        } else {
          kept.put(
              carried.words(), ContainerName.listed(users) + " of " + source + " still has it");
        }
      }
    }
    return new Outlook(going, failed, objects, kept);
  }

  /**
   * Something that came over, where it was.
   *
   * @param kind no container
   */
  private record Carried(Kind kind, String name) {
    String words() {
      return kind + " " + name;
    }
  }

  /**
   * Those that the journal has as under way or arrived, and that are on neither side any more:
   * nothing is left to be finished or taken back.
   *
   * @param isHere as by {@link #remove}
   */
  public Set<ContainerName> lost(Predicate<ContainerName> isHere) {
    Set<ContainerName> lost = new TreeSet<>();
    journal
        .state()
        .containers()
        .forEach(
            (name, mover) -> {
              if (run.isSameWay(mover.run())
                  && mover.hasGone()
                  && !isHere.test(name)
                  && origin.whyMissing(name, mover.origin()).isPresent()) {
                lost.add(name);
              }
            });
    return lost;
  }

  /**
   * Removes the images, volumes and networks that came over from where they were, but for those
   * that something still uses: the engine itself refuses where it knows, and of a volume's data by
   * other names {@link DataUsers} tell.
   *
   * @return why some of them stay, by what they are
   */
  public Map<String, String> purge() {
    Map<String, String> kept = new LinkedHashMap<>();
    carried(Set.of(), ofLost, kept).forEach(carried -> removeObject(carried, kept));
    return kept;
  }

  /**
   * What may go: volumes first, as an image may be in use for the sake of who has one.
   *
   * @param going containers that are there still and are about to go
   * @param lost the volumes of those that have gone from both engines
   * @param kept told why others stay
   */
  private List<Carried> carried(
      Set<ContainerName> going, Set<String> lost, Map<String, String> kept) {
    List<Carried> carried = new ArrayList<>();
    MigrationState state = journal.state();
    Set<String> stillUsed = new HashSet<>();
    state
        .containers()
        .forEach(
            (name, mover) -> {
              if (mover.stage() != Stage.COMMITTED && !going.contains(name)) {
                stillUsed.addAll(mover.volumes());
              }
            });
    if (!state.carried().isEmpty()) {
      DataUsers users = DataUsers.read(source, target, units.get()).without(going);
      state
          .carried()
          .forEach(
              (copy, name) -> {
                if (lost.contains(copy)) {
                  kept.put("volume " + name, "its container has gone from both engines");
                } else if (!stillUsed.contains(copy)) {
                  source
                      .details()
                      .volumes(List.of(name))
                      .values()
                      .forEach(
                          found ->
                              users
                                  .of(found)
                                  .ifPresentOrElse(
                                      user -> kept.put("volume " + name, user + " uses its data"),
                                      () -> carried.add(new Carried(Kind.VOLUME, name))));
                }
              });
    }
    networks
        .leaving(origin, going, kept)
        .forEach(name -> carried.add(new Carried(Kind.NETWORK, name)));
    state
        .images()
        .forEach(
            (reference, id) -> {
              // By now the name may be that of another image, which has not come over.
              if (ImageNames.means(source, reference, id)) {
                carried.add(new Carried(Kind.IMAGE, reference));
              }
            });
    return carried;
  }

  private void removeObject(Carried carried, Map<String, String> kept) {
    Set<ContainerName> users = origin.unseenUsers(carried.name());
    if (!users.isEmpty()) {
      kept.put(carried.words(), "the units of " + ContainerName.listed(users) + " need it");
      return;
    }
    RuntimeControl control = source.control();
    CommandResult removed =
        switch (carried.kind()) {
          case VOLUME -> control.removeVolumes(List.of(carried.name()));
          case NETWORK -> control.removeNetwork(carried.name());
          case IMAGE -> control.removeImage(carried.name());
          case CONTAINER -> throw new IllegalStateException("a container is its supervisor's");
        };
    if (!removed.succeeded()) {
      kept.put(carried.words(), MigrationException.reason(removed));
    }
  }

  /** Ends the journal where nothing can be taken back any more; whether it did. */
  public boolean end() {
    boolean isOver =
        journal.state().containers().values().stream()
            .allMatch(mover -> mover.stage() == Stage.COMMITTED || mover.stage() == Stage.BACK);
    if (isOver) {
      run.remove();
      journal.remove();
    }
    return isOver;
  }
}
