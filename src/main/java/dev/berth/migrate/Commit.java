package dev.berth.migrate;

import dev.berth.host.CommandResult;
import dev.berth.migrate.JournalEntry.Event;
import dev.berth.migrate.MigrationState.Stage;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The end of a migration: what is left where everything was goes, and with it the way back. */
public final class Commit {
  private final EngineCli source;
  private final EngineCli target;
  private final Origin origin;
  private final Networks networks;
  private final Journal journal;
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
      EngineCli source,
      EngineCli target,
      Origin origin,
      Networks networks,
      Journal journal,
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
   * to remove, nor a way back.
   *
   * @param isHere whether a container is where it has arrived, by its name
   * @return what went wrong, by container
   */
  public Map<String, String> remove(Predicate<String> isHere, Consumer<String> onRemoved) {
    Map<String, String> failures = new LinkedHashMap<>();
    state()
        .containers()
        .forEach(
            (name, mover) -> {
              if (mover.stage() == Stage.ARRIVED && run.isSameWay(mover.run())) {
                boolean hasGone = mover.ran() && !isHere.test(name);
                boolean mayGoBack = origin.missing(name, mover.origin()).isEmpty();
                Optional<String> failure =
                    hasGone && mayGoBack
                        ? Optional.of("it has gone from here; --rollback has it where it was")
                        : origin.remove(name, mover.origin());
                if (hasGone && !mayGoBack) {
                  ofLost.addAll(mover.volumes());
                }
                failure.ifPresent(why -> failures.put(name, why));
                if (failure.isEmpty()) {
                  journal.add(Event.COMMITTED, name, Map.of());
                  onRemoved.accept(name);
                }
              }
            });
    return failures;
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
    MigrationState state = state();
    Set<String> stillUsed = new HashSet<>();
    state.containers().values().stream()
        .filter(mover -> mover.stage() != Stage.COMMITTED)
        .forEach(mover -> stillUsed.addAll(mover.volumes()));
    if (!state.carried().isEmpty()) {
      DataUsers users = DataUsers.read(source, target, units.get());
      state
          .carried()
          .forEach(
              (copy, name) -> {
                if (ofLost.contains(copy)) {
                  kept.put("volume " + name, "its container has gone from both engines");
                } else if (!stillUsed.contains(copy)) {
                  source
                      .inspectPresent("volume", List.of(name))
                      .forEach(
                          found ->
                              users
                                  .of(Volume.of(found))
                                  .ifPresentOrElse(
                                      user -> kept.put("volume " + name, user + " uses its data"),
                                      () -> removeObject("volume", name, kept)));
                }
              });
    }
    kept.putAll(networks.purge(origin));
    state
        .images()
        .forEach(
            (reference, id) -> {
              // By now the name may be that of another image, which has not come over.
              if (ImageReader.find(source, reference)
                  .filter(image -> image.id().equals(id))
                  .isPresent()) {
                removeObject("image", reference, kept);
              }
            });
    return kept;
  }

  private void removeObject(String kind, String name, Map<String, String> kept) {
    Set<String> users = origin.unseenUsers(name);
    if (!users.isEmpty()) {
      kept.put(kind + " " + name, "the units of " + String.join(", ", users) + " need it");
      return;
    }
    CommandResult removed = source.change(List.of(kind, "rm", name));
    if (!removed.succeeded()) {
      kept.put(kind + " " + name, MigrationException.reason(removed));
    }
  }

  /** Ends the journal where nothing can be taken back any more; whether it did. */
  public boolean end() {
    boolean isOver =
        state().containers().values().stream()
            .allMatch(mover -> mover.stage() == Stage.COMMITTED || mover.stage() == Stage.BACK);
    if (isOver) {
      run.remove();
      journal.remove();
    }
    return isOver;
  }

  private MigrationState state() {
    return MigrationState.of(journal.read());
  }
}
