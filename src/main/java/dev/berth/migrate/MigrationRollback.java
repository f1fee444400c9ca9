package dev.berth.migrate;

import dev.berth.engine.Engine;
import dev.berth.migrate.JournalEvent.Arrived;
import dev.berth.migrate.JournalEvent.RollingBack;
import dev.berth.migrate.MigrationState.MigratingContainer;
import dev.berth.migrate.MigrationState.Stage;
import dev.berth.model.ContainerName;
import dev.berth.model.operation.Node;
import dev.berth.plan.lowering.MigrationReturn;
import dev.berth.run.Executor;
import dev.berth.run.Handler;
import dev.berth.run.Reasons;
import dev.berth.run.Result;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** The way back of a whole migration, which is open until its {@link Commit}. */
public final class MigrationRollback {
  private final Engine source;
  private final Engine target;
  private final SourceSupervisor origin;
  private final Handler operations;
  private final Networks networks;
  private final MigrationJournal journal;
  private final MigrationRun run;

  MigrationRollback(
      Engine source,
      Engine target,
      SourceSupervisor origin,
      Handler operations,
      Networks networks,
      MigrationJournal journal,
      MigrationRun run) {
    this.source = source;
    this.target = target;
    this.origin = origin;
    this.operations = operations;
    this.networks = networks;
    this.journal = journal;
    this.run = run;
  }

  /** Those that went the way of this one and are not where they were, the last one first. */
  public List<ContainerName> gone() {
    List<ContainerName> gone = new ArrayList<>();
    journal
        .state()
        .containers()
        .forEach(
            (name, mover) -> {
              if (run.isSameWay(mover.run()) && mover.hasGone()) {
                gone.addFirst(name);
              }
            });
    return List.copyOf(gone);
  }

  /** Of those that are {@link #gone} those that cannot go back; each with why. */
  public Map<ContainerName, String> held() {
    Map<ContainerName, String> held = new LinkedHashMap<>();
    List<ContainerName> going = new ArrayList<>(gone());
    // What cannot run there again must not end here, nor what is tied to what stays.
    for (ContainerName name : List.copyOf(going)) {
      whyMissing(name).ifPresent(why -> held.put(name, why));
    }
    going.removeAll(held.keySet());
    held.putAll(new SharedResources(journal.state(), target).held(going));
    return held;
  }

  /**
   * Has all that are gone where they were, as they were.
   *
   * @param endHere ends one here and takes away what is here of it
   * @return what went wrong, by container
   */
  public Map<ContainerName, String> all(
      Function<ContainerName, Result> endHere, Consumer<ContainerName> onBack) {
    Map<ContainerName, String> failures = new LinkedHashMap<>(held());
    List<ContainerName> going = new ArrayList<>(gone());
    going.removeAll(failures.keySet());
    if (!going.isEmpty()) {
      journal.add(new RollingBack(going));
    }
    failures.putAll(back(going, endHere, onBack));
    return failures;
  }

  private Map<ContainerName, String> back(
      List<ContainerName> going,
      Function<ContainerName, Result> endHere,
      Consumer<ContainerName> onBack) {
    Map<ContainerName, String> failures = new LinkedHashMap<>();
    // What shares data ends on this side before anybody writes to it on the other.
    List<ContainerName> ended = new ArrayList<>();
    for (ContainerName name : going) {
      endHere
          .apply(name)
          .problem()
          .ifPresentOrElse(why -> failures.put(name, why), () -> ended.add(name));
    }
    failures.putAll(there(ended.reversed(), onBack));
    // Who could not end here, or is tied to such a one, is told, and has not begun to go back.
    failures.keySet().stream()
        .filter(name -> mover(name).stage() == Stage.ARRIVED)
        .forEach(name -> journal.add(new Arrived(name)));
    if (gone().isEmpty()) {
      networks.discard();
    }
    return failures;
  }

  /** Why one could not run there again; empty where it could. */
  private Optional<String> whyMissing(ContainerName name) {
    MigratingContainer mover = mover(name);
    return origin
        .whyMissing(name, mover.origin())
        .or(() -> missingVolume(mover))
        .map(
            why ->
                mover.stage() == Stage.ARRIVED
                    ? why + "; 'berth migrate --commit' ends the migration without a way back"
                    : why + "; 'berth migrate --resume' finishes it, or says what is left of it");
  }

  /** An engine would start it all the same, with an empty one. */
  private Optional<String> missingVolume(MigratingContainer mover) {
    Collection<String> had = mover.origin().attachments().volumes().values();
    Set<String> present = source.details().volumes(had).keySet();
    return had.stream()
        .filter(volume -> !present.contains(volume))
        .findFirst()
        .map(volume -> "its volume '" + volume + "' is not on " + source + " any more");
  }

  /** Those whose way back was begun and not finished, the last one first. */
  public List<ContainerName> begun() {
    return gone().stream().filter(name -> hasEnded(name) || mover(name).goesBack()).toList();
  }

  /** Whether nothing of it is on the other side any more. */
  private boolean hasEnded(ContainerName name) {
    return mover(name).stage() == Stage.RETURNING;
  }

  /**
   * Has those where they were whose way back was begun.
   *
   * @param endHere as for {@link #all}
   * @return what went wrong, by container
   */
  public Map<ContainerName, String> finish(
      Function<ContainerName, Result> endHere, Consumer<ContainerName> onBack) {
    return back(begun(), name -> hasEnded(name) ? Result.done() : endHere.apply(name), onBack);
  }

  /** Has those there that have ended here; what went wrong, by container. */
  private Map<ContainerName, String> there(
      List<ContainerName> names, Consumer<ContainerName> onBack) {
    List<ContainerName> open = new ArrayList<>(names);
    Map<ContainerName, String> failures = Map.of();
    int before = 0;
    // Who is in the namespace of another one can start only after it.
    while (open.size() != before) {
      before = open.size();
      List<Node> nodes = MigrationReturn.there(journal.state().returning(open, origin::unitOf));
      Map<ContainerName, String> failed =
          Reasons.byContainer(
              nodes, new Executor(operations, (_, _) -> {}, () -> false, 1).run(nodes));
      open.stream().filter(name -> !failed.containsKey(name)).forEach(onBack);
      open.retainAll(failed.keySet());
      failed.keySet().retainAll(names);
      failures = failed;
    }
    return failures;
  }

  private MigratingContainer mover(ContainerName container) {
    return journal.state().container(container).orElseThrow();
  }
}
