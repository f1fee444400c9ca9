package dev.berth.cli;

import dev.berth.apply.HostPaths;
import dev.berth.apply.Observer;
import dev.berth.apply.Observer.Snapshot;
import dev.berth.host.AtomicFile;
import dev.berth.host.Command;
import dev.berth.host.CommandFailure;
import dev.berth.host.CommandResult;
import dev.berth.host.ProcessRunner;
import dev.berth.host.Selinux;
import dev.berth.migrate.MigrationState;
import dev.berth.model.Desired;
import dev.berth.model.Plan;
import dev.berth.model.Problem;
import dev.berth.service.HostSetting;
import dev.berth.service.ManagedContainer;
import dev.berth.service.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** Each part stands for itself: what is broken is what a report is for. */
final class SupportCommand implements Callable<Integer> {
  final ReadingOptions reading = new ReadingOptions();
  final HostOptions host = new HostOptions();
  final ApplyOptions apply = new ApplyOptions();

  final Argument<Optional<String>> file =
      Argument.text("-f --file", "PATH", "A configuration to plan, a file or a directory.");

  final CommandSpec spec =
      CommandPart.command(
          this,
          "support",
          List.of(
              "Write what a bug report needs, as Markdown: versions, settings, containers, units,"
                  + " and with -f the plan. Changes nothing."),
          List.of(
              "What commands, variables and labels say is left out; names, images and paths are"
                  + " not. Read",
              "it before you send it.",
              "",
              "Examples:",
              "  berth support > report.md",
              "  berth support -f web.yaml > report.md"),
          reading,
          host,
          apply,
          file);

  private final CommandWiring wiring;

  SupportCommand(CommandWiring wiring) {
    this.wiring = wiring;
  }

  @Override
  public Integer call() {
    Settings settings = wiring.settings(List.of(reading.given(), host.given(), apply.given()));
    ProcessRunner runner = wiring.runner(settings, host.isVerbose());
    Observer observer = wiring.observer(settings, runner);
    StringBuilder report = new StringBuilder("# Report of berth support\n");
    section(report, "Versions", () -> versions(runner));
    section(report, "Settings", () -> settings(settings));
    Optional<Snapshot> snapshot = look(report, observer);
    snapshot.ifPresent(
        found -> {
          section(report, "Containers", () -> containers(found, settings));
          section(report, "Units", () -> units(found, settings));
        });
    section(report, "Migration", () -> migration(settings));
    file.get().ifPresent(path -> section(report, "Plan", () -> plan(path, settings, runner)));
    wiring.console().data(report.toString().stripTrailing());
    return ExitStatus.DONE;
  }

  private static void section(StringBuilder report, String title, Supplier<String> content) {
    String text;
    try {
      text = content.get();
    } catch (RuntimeException failure) {
      text = "could not be read: " + failure;
    }
    if (!text.isBlank()) {
      report
          .append("\n## ")
          .append(title)
          .append("\n```\n")
          .append(text.replace("```", "'''").strip())
          .append("\n```\n");
    }
  }

  private static String versions(ProcessRunner runner) {
    String selinux = Selinux.ofHost(runner).isEnforcing() ? "enforcing" : "not enforcing";
    return String.join(
        "\n",
        Version.line(),
        "java " + Runtime.version() + " on " + System.getProperty("os.arch"),
        "linux " + System.getProperty("os.version") + ", " + distribution(),
        "SELinux " + selinux,
        first(runner, "podman", "--version"),
        first(runner, "docker", "--version"),
        first(runner, "systemctl", "--version"));
  }

  private static String distribution() {
    return AtomicFile.read(Path.of("/etc/os-release"))
        .orElse("")
        .lines()
        .filter(line -> line.startsWith("PRETTY_NAME="))
        .map(line -> line.substring("PRETTY_NAME=".length()).replace("\"", ""))
        .findFirst()
        .orElse("an unknown distribution");
  }

  private static String first(ProcessRunner runner, String... argv) {
    try {
      CommandResult result = runner.run(Command.reading(List.of(argv)));
      return result.succeeded()
          ? result.stdout().lines().findFirst().orElse("")
          : argv[0] + ": " + result.lastWords();
    } catch (CommandFailure none) {
      return argv[0] + ": not there";
    }
  }

  private static String settings(Settings settings) {
    StringBuilder text = new StringBuilder();
    for (HostSetting setting : HostSetting.values()) {
      Settings.Sourced sourced = settings.get(setting);
      if (!sourced.source().equals("default")) {
        text.append(
            String.format(
                Locale.ROOT, "%s: %s (%s)%n", setting.key(), sourced.value(), sourced.source()));
      }
    }
    return text.isEmpty() ? "all as they are by default" : text.toString();
  }

  private Optional<Snapshot> look(StringBuilder report, Observer observer) {
    try {
      return Optional.of(observer.read());
    } catch (RuntimeException failure) {
      section(report, "Containers", () -> "could not be read: " + failure);
      return Optional.empty();
    }
  }

  private static String containers(Snapshot snapshot, Settings settings) {
    return ManagedContainer.find(snapshot, settings.text(HostSetting.MANAGED_BY)).stream()
        .map(ManagedContainer::columns)
        .map(
            columns ->
                String.join(
                    " | ",
                    columns.getOrDefault("config", ""),
                    columns.getOrDefault("container", ""),
                    columns.getOrDefault("image", ""),
                    columns.getOrDefault("status", ""),
                    columns.getOrDefault("unit", "")))
        .collect(Collectors.joining("\n"));
  }

  private String units(Snapshot snapshot, Settings settings) {
    HostPaths paths = wiring.paths(settings);
    return snapshot.systemd().units().entrySet().stream()
        .filter(
            unit ->
                unit.getValue()
                    .owner()
                    .filter(
                        owner -> owner.managedBy().equals(settings.text(HostSetting.MANAGED_BY)))
                    .isPresent())
        .map(java.util.Map.Entry::getKey)
        .sorted()
        .map(
            name ->
                "# "
                    + name
                    + "\n"
                    + AtomicFile.read(paths.unit(name)).map(RedactedUnit::of).orElse("not there"))
        .collect(Collectors.joining("\n\n"));
  }

  private String migration(Settings settings) {
    MigrationState state = wiring.migrationJournal(settings).state();
    return state.containers().entrySet().stream()
        .map(
            entry ->
                entry.getKey() + ": " + entry.getValue().stage().name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining("\n"));
  }

  private String plan(String path, Settings settings, ProcessRunner runner) {
    Optional<Desired> desired = wiring.read(path, reading, settings);
    if (desired.isEmpty()) {
      return "the configuration is refused; the problems are on standard error";
    }
    Plan plan =
        wiring
            .deployment(settings, host.labels.get(), runner, false)
            .plan(
                desired.get(),
                apply.planOptions(
                    settings,
                    desired.get(),
                    apply.adopt.get(),
                    MigrateCommand.ofApply(wiring, settings, true)))
            .plan();
    return plan.problems().stream().map(Problem::toString).collect(Collectors.joining("\n"))
        + "\n"
        + PlanView.text(plan, new Style(false));
  }
}
