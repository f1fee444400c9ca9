package dev.berth.cli;

import dev.berth.config.ComposeOptions;
import dev.berth.migrate.JournalEvent.RunBegun;
import dev.berth.migrate.MigrationRun;
import dev.berth.migrate.MigrationState;
import dev.berth.migrate.MigrationState.Stage;
import dev.berth.model.ContainerName;
import dev.berth.model.Desired;
import dev.berth.model.Desired.ContainerSet;
import dev.berth.plan.PlanOptions;
import dev.berth.plan.PlanOptions.MigrateOnly;
import dev.berth.plan.PlanOptions.Migration;
import dev.berth.plan.PlanOptions.Removal;
import dev.berth.service.Choices;
import dev.berth.service.HostSetting;
import dev.berth.service.KeptSettings;
import dev.berth.service.PlanRequest;
import dev.berth.service.Reading;
import dev.berth.service.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Finishes what runs that were killed have begun, each with the configuration that it had. */
final class MigrationResumption {
  private final CommandWiring wiring;
  private final HostOptions host;
  private final RunOptions run;
  private final Interruption interruption;
  private final OutputFormat format;
  private final boolean dryRun;

  MigrationResumption(
      CommandWiring wiring,
      HostOptions host,
      RunOptions run,
      Interruption interruption,
      OutputFormat format,
      boolean dryRun) {
    this.wiring = wiring;
    this.host = host;
    this.run = run;
    this.interruption = interruption;
    this.format = format;
    this.dryRun = dryRun;
  }

  /**
   * Finishes what can be.
   *
   * @param lost those that are on neither engine any more
   */
  int run(MigrationState state, Set<ContainerName> lost) {
    Map<RunBegun, Set<ContainerName>> open = new LinkedHashMap<>();
    state
        .open()
        .forEach(
            (begun, names) -> {
              Set<ContainerName> there = new LinkedHashSet<>(names);
              there.removeAll(lost);
              if (!there.isEmpty()) {
                open.put(begun, there);
              }
            });
    lost.forEach(
        name ->
            wiring
                .console()
                .error(
                    "'"
                        + name
                        + "' is on neither engine any more: there is nothing of it to finish, nor"
                        + " to take back. 'berth migrate --commit' ends the migration without it;"
                        + " then 'berth apply' with its file makes it anew, and volumes that came"
                        + " over are still there"));
    if (open.isEmpty() && lost.isEmpty()) {
      wiring.console().note("Nothing is under way." + waiting(state));
    }
    int status = lost.isEmpty() ? ExitStatus.DONE : ExitStatus.FAILED;
    for (Map.Entry<RunBegun, Set<ContainerName>> begun : open.entrySet()) {
      int one = finish(begun.getKey(), begun.getValue(), MigrateCommand.ran(state));
      status = status == ExitStatus.DONE ? one : status;
    }
    return status;
  }

  /** What is to be decided yet, in words; empty where nothing is. */
  private static String waiting(MigrationState state) {
    List<ContainerName> arrived =
        state.containers().entrySet().stream()
            .filter(entry -> entry.getValue().stage() == Stage.ARRIVED)
            .map(Map.Entry::getKey)
            .toList();
    return arrived.isEmpty()
        ? ""
        : " What has come over can go back until --commit: " + ContainerName.listed(arrived) + ".";
  }

  private int finish(RunBegun begun, Set<ContainerName> names, Set<ContainerName> ran) {
    Settings settings =
        wiring.settings(List.of(KeptSettings.options(begun), host.given(), run.given()));
    HostOptions options = host.withOnly(begun.labels());
    Optional<Desired> desired = read(begun, settings);
    if (desired.isEmpty()) {
      return ExitStatus.REFUSED;
    }
    PlanOptions plan =
        new PlanOptions(
                settings.text(HostSetting.MANAGED_BY),
                new Removal.Nothing(),
                Choices.missingBinds(settings),
                Set.of(),
                false)
            .adopting(true)
            .migrating(new Migration(true, names).alone(new MigrateOnly(names, true, ran)));
    if (dryRun) {
      return PlanOutput.show(
          wiring
              .deployment(
                  settings, options.labels.get(), wiring.runner(settings, host.isVerbose()), false)
              .plan(desired.get(), plan)
              .plan(),
          wiring.console(),
          format,
          false);
    }
    return new ApplyRunner(wiring, settings, options, format, interruption)
        .carry(
            new PlanRequest(desired.get(), plan),
            Choices.executionOptions(settings, false),
            false,
            "migrate");
  }

  private Optional<Desired> read(RunBegun begun, Settings settings) {
    List<ContainerSet> sets = new ArrayList<>();
    for (Map.Entry<String, Path> kept : MigrationRun.configuration(begun).entrySet()) {
      Reading.Request reading =
          new Reading.Request(
              kept.getKey(), List.of(), false, OptionalInt.empty(), ComposeOptions.NONE);
      Optional<Desired> set = wiring.read(List.of(kept.getValue().toString()), reading, settings);
      if (set.isEmpty()) {
        return Optional.empty();
      }
      sets.addAll(set.get().sets());
    }
    return Optional.of(new Desired(sets));
  }
}
