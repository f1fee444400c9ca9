package dev.berth.cli;

import dev.berth.apply.Observer;
import dev.berth.apply.Observer.Snapshot;
import dev.berth.apply.SourceRecords;
import dev.berth.host.ProcessRunner;
import dev.berth.service.HostSetting;
import dev.berth.service.InvalidUse;
import dev.berth.service.ManagedContainer;
import dev.berth.service.Settings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

final class ListCommand implements Callable<Integer> {
  /** From which path it was applied. */
  private static final String SOURCE = "source";

  final HostOptions host = new HostOptions();

  final ListFormOptions form = new ListFormOptions();

  final Argument<ListFormat> format =
      Argument.choice(
          ListFormat.table,
          ListFormat.values(),
          "-f --format -o --output",
          "table|json|yaml|csv|value",
          "The form of the list (default: table).");

  final Argument<List<String>> columns =
      Argument.texts(
          "-c --column",
          "COLUMN",
          "Only this column; may be repeated. Columns: config, container, image, command, status,"
              + " unit, health, restarts, last_end, managed_by, source. Of restarts and last_end a"
              + " table has by itself what is not empty.");

  final Argument<Boolean> all =
      Argument.flag(
          "--all",
          "Also what Paunch or tripleo-ansible left and 'apply --adopt' can take over, and what has"
              + " Berth's labels but was not made by it, as after podman commit.");

  final Argument<Optional<String>> configId =
      Argument.text(
          OptionSpec.builder("--config-id")
              .paramLabel("ID")
              .converters(new ConfigurationId())
              .description("Only this configuration."));

  final CommandSpec spec =
      CommandPart.command(
          this,
          "list",
          List.of("List the containers that Berth manages, running or not."),
          List.of(
              "Examples:",
              "  berth list",
              "  berth list -f json -c container -c image",
              "  berth list --all",
              "  berth list --managed-by tripleo -f value -c container"),
          host,
          form,
          format,
          columns,
          all,
          configId);

  private final CommandWiring wiring;

  ListCommand(CommandWiring wiring) {
    this.wiring = wiring;
  }

  @Override
  public Integer call() {
    Settings settings = wiring.settings(List.of(host.given()));
    List<String> shown = shown();
    ProcessRunner runner = wiring.runner(settings, host.isVerbose());
    Observer observer = wiring.observer(settings, runner);
    Snapshot snapshot = observer.readToShow(settings.text(HostSetting.UNIT_PREFIX));
    Map<String, ManagedContainer> found = new LinkedHashMap<>();
    String owner = settings.text(HostSetting.MANAGED_BY);
    ManagedContainer.find(snapshot, owner)
        .forEach(
            container ->
                found.put(
                    // One of each engine may have the name; no name holds a colon.
                    container.isHere() ? container.name().text() : container.name() + ":elsewhere",
                    container));
    int adoptable = 0;
    for (ManagedContainer left : ManagedContainer.left(snapshot)) {
      if (all.get() || left.managedBy().equals(owner)) {
        found.put(left.name().text(), left);
      } else {
        adoptable++;
      }
    }
    if (all.get()) {
      // One that took the name of a service at rest stands in a line of its own.
      ManagedContainer.impostors(snapshot, owner)
          .forEach(stranger -> found.put(stranger.name() + " stranger", stranger));
    }
    if (adoptable > 0) {
      wiring.console().note(hint(adoptable));
    }
    List<ManagedContainer> chosen = shownOf(found.values());
    observer.remade(snapshot, chosen.stream().map(ManagedContainer::name).toList()).stream()
        .map(volume -> volume.words() + "; " + volume.advice())
        .forEach(wiring.console()::warning);
    wiring
        .held(settings)
        .containers()
        .forEach(
            (name, moving) -> {
              if (moving.isOpen()) {
                wiring.console().warning(moving.words(name) + "; " + moving.advice());
              }
            });
    List<Map<String, String>> every =
        ManagedContainer.counted(
                ManagedContainer.checked(chosen, observer.unchecked(snapshot)),
                wiring.systemctl(settings, runner)::state)
            .stream()
            .map(container -> isAsPaunch() ? container.paunchColumns() : container.columns())
            .toList();
    Map<String, String> sources = new SourceRecords(wiring.paths(settings).sources()).all();
    every.forEach(row -> row.put(SOURCE, sources.getOrDefault(row.getOrDefault("config", ""), "")));
    Console console = wiring.console();
    List<String> wide =
        columns.get().isEmpty() && !wiring.isPaunch()
            ? withFares(shown, every, format.get())
            : shown;
    List<Map<String, String>> rows =
        form.sorted(every).stream().map(row -> chosen(row, wide)).toList();
    boolean isLeftOut = rows.isEmpty() && wiring.isPaunch() && !form.printEmpty.get();
    console.data(
        isLeftOut && format.get() == ListFormat.table
            ? ""
            : format.get().write(rows, wide, form.style(console), form));
    return ExitStatus.DONE;
  }

  /**
   * With how the containers fare: people see where something went wrong, documents have it always;
   * in lines of values Paunch's columns keep their places.
   */
  static List<String> withFares(
      List<String> shown, List<Map<String, String>> rows, ListFormat format) {
    List<String> wide = new ArrayList<>(shown);
    switch (format) {
      case json, yaml -> {
        wide.addAll(ManagedContainer.FARES);
        wide.add(SOURCE);
      }
      case table, text ->
          ManagedContainer.FARES.stream()
              // The status has it.
              .filter(column -> !column.equals("health"))
              .filter(
                  column -> rows.stream().anyMatch(row -> !row.getOrDefault(column, "").isEmpty()))
              .forEach(wide::add);
      case csv, value -> {
        // As they were.
      }
    }
    return wide;
  }

  private List<ManagedContainer> shownOf(Collection<ManagedContainer> found) {
    return ManagedContainer.sorted(found).stream()
        .filter(
            container -> configId.get().filter(id -> !id.equals(container.configId())).isEmpty())
        .toList();
  }

  /** Whether a status is one word of the engine's, and what columns there are was Paunch's. */
  private boolean isAsPaunch() {
    return wiring.isPaunch() || (format.get().isOfPlaces() && columns.get().isEmpty());
  }

  private List<String> shown() {
    List<String> every = new ArrayList<>(ManagedContainer.COLUMNS);
    every.add(ManagedContainer.MANAGED_BY);
    List<String> known = new ArrayList<>(every);
    known.addAll(ManagedContainer.FARES);
    known.add(SOURCE);
    if (wiring.isPaunch()) {
      // It showed them in its own order, and passed over what was none.
      List<String> wanted = columns.get().stream().map(ListFormOptions::normalized).toList();
      List<String> chosen = known.stream().filter(wanted::contains).toList();
      if (!chosen.isEmpty()) {
        return chosen;
      }
    }
    for (String column : columns.get()) {
      if (!known.contains(column)) {
        throw new InvalidUse(
            "there is no column '" + column + "'; there are " + String.join(", ", known));
      }
    }
    if (!columns.get().isEmpty()) {
      return columns.get();
    }
    if (all.get()) {
      return every;
    }
    return isAsPaunch() ? ManagedContainer.PAUNCH_COLUMNS : ManagedContainer.COLUMNS;
  }

  private static String hint(int count) {
    return count
        + (count == 1 ? " container" : " containers")
        + " of Paunch or tripleo-ansible can be adopted: see 'berth list --all'";
  }

  private static Map<String, String> chosen(Map<String, String> row, List<String> columns) {
    Map<String, String> chosen = new LinkedHashMap<>();
    columns.forEach(column -> chosen.put(column, row.getOrDefault(column, "")));
    return chosen;
  }
}
