package dev.berth.cli;

import dev.berth.engine.ContainerRuntime;
import dev.berth.host.ProcessRunner;
import dev.berth.migrate.MigrationState;
import dev.berth.migrate.MigrationState.MigratingContainer;
import dev.berth.model.ContainerName;
import dev.berth.model.ObservedContainer;
import dev.berth.service.Documents;
import dev.berth.service.Settings;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How far each container of a migration is, by its journal, and where it runs now. */
final class MigrationStatus {
  private static final List<String> COLUMNS =
      List.of("container", "stage", "since", "downtime", "runs on");

  private final CommandWiring wiring;
  private final HostOptions host;
  private final OutputFormat format;

  MigrationStatus(CommandWiring wiring, HostOptions host, OutputFormat format) {
    this.wiring = wiring;
    this.host = host;
    this.format = format;
  }

  int show(Settings settings, MigrationState state) {
    Console console = wiring.console();
    if (state.containers().isEmpty()) {
      console.note("There is no migration: the journal is empty.");
    }
    Map<String, Set<ContainerName>> running =
        state.containers().isEmpty() ? Map.of() : running(settings, state);
    if (format != OutputFormat.text) {
      console.data(format.write(Documents.migration(state.containers(), running)));
    } else if (!state.containers().isEmpty()) {
      List<Map<String, String>> rows = new ArrayList<>();
      state.containers().forEach((name, mover) -> rows.add(row(name, mover, running)));
      console.data(ListFormat.table.write(rows, COLUMNS, console.dataStyle()));
    }
    return ExitStatus.DONE;
  }

  /** The names of what runs, by engine, as the journal has them. */
  private Map<String, Set<ContainerName>> running(Settings settings, MigrationState state) {
    ProcessRunner runner = wiring.runner(settings, host.isVerbose());
    List<ContainerRuntime> engines =
        new ArrayList<>(List.of(wiring.engine(settings, runner).runtime()));
    if (wiring.hasOtherEngine(settings)) {
      engines.add(wiring.source(settings, runner).runtime());
    }
    Map<String, Set<ContainerName>> running = new TreeMap<>();
    for (ContainerRuntime engine : engines) {
      running.put(
          engine.name(),
          engine.observe(List.of(), false).containers().stream()
              .filter(ObservedContainer::isRunning)
              .map(container -> state.nameOf(container.id()).orElse(container.name()))
              .collect(Collectors.toSet()));
    }
    return running;
  }

  private static String stage(MigratingContainer mover) {
    return mover.stage().name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, String> row(
      ContainerName name, MigratingContainer mover, Map<String, Set<ContainerName>> running) {
    return Map.of(
        "container",
        name.text(),
        "stage",
        stage(mover),
        "since",
        mover.since().truncatedTo(ChronoUnit.SECONDS).toString(),
        "downtime",
        mover.downtime().map(ReportView::seconds).orElse(""),
        "runs on",
        String.join(", ", Documents.on(name, running)));
  }
}
