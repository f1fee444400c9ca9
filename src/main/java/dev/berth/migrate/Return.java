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
    for (String name : gone) {
      endHere.apply(name).ifPresentOrElse(why -> failures.put(name, why), () -> ended.add(name));
    }
    Set<String> volumes = new LinkedHashSet<>();
    ended.forEach(name -> volumes.addAll(mover(name).volumes()));
    Optional<String> lost = data.back(volumes);
    if (lost.isPresent()) {
      ended.forEach(name -> failures.put(name, lost.get()));
      return failures;
    }
    // Who is in the namespace of another one left after it, and can start only after it.
    Map<String, String> notBack = back(ended.reversed(), onBack);
    if (!notBack.isEmpty() && notBack.size() < ended.size()) {
      notBack = back(List.copyOf(notBack.keySet()), onBack);
    }
    failures.putAll(notBack);
    if (failures.isEmpty()) {
      networks.discard();
    }
    return failures;
  }

  private Map<String, String> back(List<String> names, Consumer<String> onBack) {
    Map<String, String> failures = new LinkedHashMap<>();
    for (String name : names) {
      Optional<String> failure =
          networks.back(name).or(() -> origin.back(name, mover(name).origin()));
      if (failure.isPresent()) {
        failures.put(name, failure.get());
      } else {
        journal.add(Event.BACK, name, Map.of());
        onBack.accept(name);
      }
    }
    return failures;
  }

  private MigrationState state() {
    return MigrationState.of(journal.read());
  }

  private Mover mover(String container) {
    return state().container(container).orElseThrow();
  }
}
