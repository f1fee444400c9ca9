package dev.berth.cli;

import dev.berth.apply.ContainerTeardown;
import dev.berth.engine.Engine;
import dev.berth.host.ProcessRunner;
import dev.berth.migrate.Commit;
import dev.berth.migrate.MigrationRollback;
import dev.berth.migrate.MigrationState;
import dev.berth.migrate.MigrationState.MigratingContainer;
import dev.berth.migrate.MigrationState.Stage;
import dev.berth.model.ContainerName;
import dev.berth.model.ObservedContainer;
import dev.berth.model.UnitName;
import dev.berth.service.Documents;
import dev.berth.service.HeldLock;
import dev.berth.service.HostSetting;
import dev.berth.service.KeptSettings;
import dev.berth.service.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The two ends of a migration: everything back where it was, or no way back any more. */
final class MigrationEnd {
  private final CommandWiring wiring;
  private final HostOptions host;
  private final RunOptions run;
  private final Interruption interruption;
  private final OutputFormat format;
  private final boolean agreed;

  MigrationEnd(
      CommandWiring wiring,
      HostOptions host,
      RunOptions run,
      Interruption interruption,
      OutputFormat format,
      boolean agreed) {
    this.wiring = wiring;
    this.host = host;
    this.run = run;
    this.interruption = interruption;
    this.format = format;
    this.agreed = agreed;
  }

  private Settings settings(MigrationState state) {
    return wiring.settings(List.of(KeptSettings.options(state.run()), host.given(), run.given()));
  }

  int rollBack(MigrationState state) {
    Settings settings = settings(state);
    ProcessRunner runner = wiring.runner(settings, host.isVerbose());
    MigrationRollback returning = wiring.migration(settings, host.labels.get(), runner).returning();
    List<ContainerName> gone = returning.gone();
    if (gone.isEmpty()) {
      wiring.console().note("Nothing is to be taken back.");
      return ExitStatus.DONE;
    }
    String from = from(state);
    String to = state.run().to();
    if (!agreed
        && !Consent.given(
            wiring.console(),
            "To go back to "
                + from
                + ", as they were, in this order: "
                + ContainerName.listed(gone)
                + ".\nWhat they have written since they left stays in the volumes of "
                + to
                + ", until the next migration replaces them, and is not carried back.")) {
      return ExitStatus.REFUSED;
    }
    Engine engine = wiring.engine(settings, runner);
    return back(
        settings,
        from,
        onBack ->
            returning.all(name -> ending(state, settings, engine, runner, name).end(name), onBack));
  }

  /** What {@link #rollBack} would do. */
  int showRollBack(MigrationState state) {
    MigrationRollback returning = returning(settings(state));
    Map<ContainerName, String> held = returning.held();
    List<ContainerName> going = new ArrayList<>(returning.gone());
    going.removeAll(held.keySet());
    return EndView.ofReturn(from(state), going, held).show(wiring.console(), format);
  }

  /** What {@link #finishReturns} would do; nothing is shown where it would do nothing. */
  int showReturns(MigrationState state) {
    List<ContainerName> begun = returning(settings(state)).begun();
    return begun.isEmpty()
        ? ExitStatus.DONE
        : EndView.ofReturn(from(state), begun, Map.of()).show(wiring.console(), format);
  }

  /** What {@link #commit} would do. */
  int showCommit(MigrationState state, boolean purge) {
    Settings settings = settings(state);
    Commit commit = committing(settings);
    if (isOpen(state, commit.lost(isHere(settings)))) {
      return ExitStatus.REFUSED;
    }
    Commit.Outlook outlook = commit.outlook(isHere(settings), purge);
    return new EndView(
            "removed",
            from(state),
            outlook.containers(),
            outlook.failed(),
            outlook.objects(),
            outlook.kept())
        .show(wiring.console(), format);
  }

  private static String from(MigrationState state) {
    return state.run().from();
  }

  private MigrationRollback returning(Settings settings) {
    return wiring
        .migration(settings, host.labels.get(), wiring.runner(settings, host.isVerbose()))
        .returning();
  }

  private int back(
      Settings settings,
      String from,
      Function<Consumer<ContainerName>, Map<ContainerName, String>> returning) {
    List<ContainerName> back = new ArrayList<>();
    Map<ContainerName, String> failures;
    try (HeldLock lock = lock(settings)) {
      if (lock.held().isEmpty()) {
        return interruption.unheld();
      }
      interruption.begin();
      failures =
          returning.apply(
              name -> {
                back.add(name);
                wiring.console().note("back     " + name + " on " + from);
              });
    }
    return show("back", back, failures, Map.of());
  }

  /** Each has the unit and the owner that the run gave it which brought it. */
  private ContainerTeardown ending(
      MigrationState state, Settings now, Engine engine, ProcessRunner runner, ContainerName name) {
    Settings then =
        state
            .container(name)
            .map(MigratingContainer::run)
            .map(KeptSettings::options)
            .map(options -> wiring.settings(List.of(options)))
            .orElse(now);
    return new ContainerTeardown(
        engine.runtime(),
        engine.control(),
        wiring.systemctl(now, runner).telling(wiring.console()::note),
        wiring.paths(now),
        then.text(HostSetting.MANAGED_BY),
        then.text(HostSetting.UNIT_PREFIX));
  }

  int commit(MigrationState state, boolean purge) {
    Settings settings = settings(state);
    Commit commit = committing(settings);
    if (isOpen(state, commit.lost(isHere(settings)))) {
      return ExitStatus.REFUSED;
    }
    String from = from(state);
    List<ContainerName> arrived = names(state, mover -> mover.stage() == Stage.ARRIVED);
    if (!agreed
        && !Consent.given(
            wiring.console(),
            "To be removed from "
                + from
                + ", with no way back then: "
                + (arrived.isEmpty() ? "no container" : ContainerName.listed(arrived))
                + (purge ? ", and the images, volumes and networks that came over." : "."))) {
      return ExitStatus.REFUSED;
    }
    List<ContainerName> removed = new ArrayList<>();
    Map<ContainerName, String> failures;
    Map<String, String> kept = Map.of();
    try (HeldLock lock = lock(settings)) {
      if (lock.held().isEmpty()) {
        return interruption.unheld();
      }
      interruption.begin();
      failures =
          commit.remove(
              isHere(settings),
              name -> {
                removed.add(name);
                wiring.console().note("removed  " + name + " from " + from);
              });
      if (failures.isEmpty()) {
        kept = purge ? commit.purge() : kept;
        commit.end();
      }
    }
    return show("removed", removed, failures, kept);
  }

  private Commit committing(Settings settings) {
    return wiring
        .migration(settings, host.labels.get(), wiring.runner(settings, host.isVerbose()))
        .committing();
  }

  /**
   * Whether something is under way, so that there is no end yet; if so it is told.
   *
   * @param lost those that are on neither engine any more, and hold nothing up
   */
  private boolean isOpen(MigrationState state, Set<ContainerName> lost) {
    List<ContainerName> open = new ArrayList<>(names(state, MigratingContainer::isUnderWay));
    open.removeAll(lost);
    if (!lost.isEmpty()) {
      wiring.console().talk("on neither engine any more: " + ContainerName.listed(lost));
    }
    if (!open.isEmpty()) {
      wiring
          .console()
          .error(
              "under way: "
                  + ContainerName.listed(open)
                  + "; --resume or --rollback first, nothing has changed");
    }
    return !open.isEmpty();
  }

  private static List<ContainerName> names(
      MigrationState state, Predicate<MigratingContainer> which) {
    return state.containers().entrySet().stream()
        .filter(entry -> which.test(entry.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** One whose unit waits to start it again is here, too. */
  private Predicate<ContainerName> isHere(Settings settings) {
    Set<ContainerName> containers =
        wiring
            .engine(settings, wiring.runner(settings, host.isVerbose()))
            .runtime()
            .observe(List.of(), false)
            .containers()
            .stream()
            .map(ObservedContainer::name)
            .collect(Collectors.toSet());
    String prefix = settings.text(HostSetting.UNIT_PREFIX);
    Path units = wiring.paths(settings).units();
    return name ->
        containers.contains(name) || Files.exists(units.resolve(UnitName.of(prefix, name).text()));
  }

  /** Those that the journal has and neither engine. */
  Set<ContainerName> lost(MigrationState state) {
    Settings settings = settings(state);
    return committing(settings).lost(isHere(settings));
  }

  /** Finishes the ways back that were begun. */
  int finishReturns(MigrationState state) {
    Settings settings = settings(state);
    ProcessRunner runner = wiring.runner(settings, host.isVerbose());
    MigrationRollback returning = wiring.migration(settings, host.labels.get(), runner).returning();
    if (returning.begun().isEmpty()) {
      return ExitStatus.DONE;
    }
    Engine engine = wiring.engine(settings, runner);
    return back(
        settings,
        from(state),
        onBack ->
            returning.finish(
                name -> ending(state, settings, engine, runner, name).end(name), onBack));
  }

  private HeldLock lock(Settings settings) {
    return wiring.lock(settings, "migrate", interruption, wiring.console()::talk);
  }

  private int show(
      String what,
      List<ContainerName> done,
      Map<ContainerName, String> failures,
      Map<String, String> kept) {
    Console console = wiring.console();
    failures.forEach((name, why) -> console.error(name + ": " + why));
    kept.forEach((name, why) -> console.talk("kept     " + name + ": " + why));
    if (format == OutputFormat.text) {
      console.data(
          done.size()
              + " "
              + what
              + (failures.isEmpty() ? "" : ", " + failures.size() + " failed")
              + ".");
    } else {
      console.data(format.write(Documents.end(what, done, failures, kept)));
    }
    return failures.isEmpty() ? ExitStatus.DONE : ExitStatus.FAILED;
  }
}
