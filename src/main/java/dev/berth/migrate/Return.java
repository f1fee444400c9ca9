package dev.berth.migrate;

import dev.berth.migrate.JournalEntry.Event;
import dev.berth.migrate.MigrationState.Mover;
import dev.berth.migrate.MigrationState.Stage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** The way back of a whole migration, which is open until its {@link Commit}. */
public final class Return {
  private final Origin origin;
  private final MovedData data;
  private final Networks networks;
  private final Journal journal;
  private final MigrationRun run;

  Return(Origin origin, MovedData data, Networks networks, Journal journal, MigrationRun run) {
    this.origin = origin;
    this.data = data;
    this.networks = networks;
    this.journal = journal;
    this.run = run;
  }

  /** Those that went the way of this one and are not where they were, the last one first. */
  public List<String> gone() {
    List<String> gone = new ArrayList<>();
    state()
        .containers()
        .forEach(
            (name, mover) -> {
              if (run.isSameWay(mover.run())
                  && (mover.isUnderWay() || mover.stage() == Stage.ARRIVED)) {
                gone.addFirst(name);
              }
            });
    return List.copyOf(gone);
  }

  /**
   * Has all that are gone where they were, as they were.
   *
   * @param endHere ends one here and takes away what is here of it; what went wrong, or empty
   * @return what went wrong, by container
   */
  public Map<String, String> all(
      Function<String, Optional<String>> endHere, Consumer<String> onBack) {
    Map<String, String> failures = new LinkedHashMap<>();
    List<String> gone = gone();
    // What shares data ends on this side before anybody writes to it on the other.
    List<String> ended = new ArrayList<>();
    // What cannot run there again must not end here, nor what is tied to it.
    for (String name : gone) {
      origin.missing(name, mover(name).origin()).ifPresent(why -> failures.put(name, why));
    }
    Ties ties = new Ties(state());
    for (String name : gone) {
      if (!failures.containsKey(name)) {
        held(ties, name, failures.keySet())
            .or(() -> endHere.apply(name))
            .ifPresentOrElse(why -> failures.put(name, why), () -> ended.add(name));
      }
    }
    for (String name : List.copyOf(ended)) {
      held(ties, name, failures.keySet())
          .ifPresent(
              why -> {
                ended.remove(name);
                failures.put(name, why);
              });
    }
    Set<String> volumes = new LinkedHashSet<>();
    for (String name : ended) {
      journal.add(Event.RETURNING, name, Map.of());
      volumes.addAll(mover(name).volumes());
    }
    Optional<String> lost = data.back(volumes);
    if (lost.isPresent()) {
      ended.forEach(name -> failures.put(name, lost.get()));
      return failures;
    }
    failures.putAll(finish(ended.reversed(), onBack));
    if (failures.isEmpty()) {
      networks.discard();
    }
    return failures;
  }

  private static Optional<String> held(Ties ties, String name, Set<String> staying) {
    return ties.holding(name).entrySet().stream()
        .filter(holder -> staying.contains(holder.getKey()))
        .findFirst()
        .map(holder -> "'" + holder.getKey() + "', which does not go back, " + holder.getValue());
  }

  /** Those whose way back was begun and not finished. They have ended on the other side. */
  public List<String> begun() {
    return state().containers().entrySet().stream()
        .filter(entry -> run.isSameWay(entry.getValue().run()))
        .filter(entry -> entry.getValue().stage() == Stage.RETURNING)
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * Has those where they were that have ended on the other side.
   *
   * @return what went wrong, by container
   */
  public Map<String, String> finish(List<String> names, Consumer<String> onBack) {
    Set<String> open = new LinkedHashSet<>(names);
    Map<String, String> failures = new LinkedHashMap<>();
    int before = 0;
    // Who is in the namespace of another one can start only after it.
    while (open.size() != before) {
      before = open.size();
      failures.clear();
      for (String name : List.copyOf(open)) {
        Optional<String> failure = back(name);
        if (failure.isPresent()) {
          failures.put(name, failure.get());
        } else {
          open.remove(name);
          onBack.accept(name);
        }
      }
    }
    return failures;
  }

  /** Has one where it was, with its data; what went wrong, or empty. */
  Optional<String> back(String name) {
    Mover mover = mover(name);
    if (mover.stage() != Stage.RETURNING) {
      journal.add(Event.RETURNING, name, Map.of());
    }
    Optional<String> failure =
        data.back(mover.volumes())
            .or(() -> networks.back(name))
            .or(() -> origin.back(name, mover.origin()));
    if (failure.isEmpty()) {
      journal.add(Event.BACK, name, Map.of());
    }
    return failure;
  }

  private MigrationState state() {
    return MigrationState.of(journal.read());
  }

  private Mover mover(String container) {
    return state().container(container).orElseThrow();
  }
}
