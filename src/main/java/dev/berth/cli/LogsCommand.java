package dev.berth.cli;

import dev.berth.apply.Observer.Snapshot;
import dev.berth.engine.Engine;
import dev.berth.host.ForegroundProcess;
import dev.berth.host.Messages;
import dev.berth.host.ProcessRunner;
import dev.berth.host.SideBySide;
import dev.berth.model.ContainerName;
import dev.berth.service.Choices;
import dev.berth.service.ConfigurationIds;
import dev.berth.service.HostSetting;
import dev.berth.service.InvalidUse;
import dev.berth.service.ManagedContainer;
import dev.berth.service.Settings;
import dev.berth.systemd.Scope;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

final class LogsCommand implements Callable<Integer> {
  final HostOptions host = new HostOptions();

  final Argument<List<String>> names =
      Argument.texts(
          PositionalParamSpec.builder()
              .required(true)
              .paramLabel("NAME")
              .arity("1..*")
              .description("Containers, or ids of configurations."));

  final Argument<Boolean> follow =
      Argument.flag("-f --follow", "Go on as more comes, until interrupted.");

  final Argument<Optional<Integer>> lines =
      Argument.number("-n --lines --tail", "N", "Only the last N lines of each.");

  final Argument<Boolean> timestamps =
      Argument.flag("-t --timestamps", "The time before each line: RFC 3339, of this host's zone.");

  final Argument<Optional<String>> since =
      Argument.text(
          "--since",
          "TIME",
          "Only what came after this time: 10m, '2 hours ago', today, 14:30, '2026-11-29 14:30',"
              + " RFC 3339, or @ and seconds.");

  final Argument<Optional<String>> until =
      Argument.text("--until", "TIME", "Only what came before this time, written as --since.");

  final Argument<Boolean> unit =
      Argument.flag(
          "--unit",
          "All lines of a service's unit, with their times: what systemd and the engine said,"
              + " too.");

  final CommandSpec spec =
      CommandPart.command(
          this,
          "logs",
          List.of(
              "Show what containers have printed, wherever their log driver keeps it.",
              "Of several each line begins with the container's name."),
          List.of(
              "Examples:",
              "  berth logs haproxy",
              "  berth logs -f -n 50 web db   both, as more comes",
              "  berth logs shop              all of a configuration",
              "  berth logs -t --since 10m db with times",
              "  berth logs --unit haproxy    what systemd and the engine said, too"),
          host,
          names,
          follow,
          lines,
          timestamps,
          since,
          until,
          unit);

  private final CommandWiring wiring;

  LogsCommand(CommandWiring wiring) {
    this.wiring = wiring;
  }

  @Override
  public Integer call() {
    for (String name : names.get()) {
      if (name.contains("/") || ConfigurationIds.fault(name).isPresent()) {
        throw new InvalidUse("'" + name + "' is no name of a container or a configuration");
      }
    }
    LogSources.Choice choice = choice(Instant.now(), ZoneId.systemDefault());
    Settings settings = wiring.settings(List.of(host.given()));
    ProcessRunner runner = wiring.runner(settings, host.isVerbose());
    Snapshot snapshot = wiring.observer(settings, runner).read();
    List<ManagedContainer> chosen =
        chosen(
            ManagedContainer.find(snapshot, settings.text(HostSetting.MANAGED_BY)),
            ManagedContainer.left(snapshot));
    Engine engine = wiring.engine(settings, runner);
    LogSources sources =
        new LogSources(
            Choices.scope(settings),
            wiring.uid(),
            engine.commandLine(),
            choice,
            engine
                .runtime()
                .logPlaces(
                    chosen.stream()
                        .filter(container -> container.container().isPresent())
                        .map(ManagedContainer::name)
                        .toList()));
    List<LogSource> all = new ArrayList<>();
    for (ManagedContainer container : chosen) {
      try {
        all.add(sources.of(container));
      } catch (InvalidUse nothing) {
        if (chosen.size() == 1) {
          throw nothing;
        }
        wiring.console().error(Messages.of(nothing));
      }
    }
    return show(all, wiring.processEnvironment(settings), Choices.scope(settings));
  }

  private LogSources.Choice choice(Instant now, ZoneId zone) {
    Optional<Instant> from = since.get().map(text -> AskedTime.of("--since", text, now, zone));
    Optional<Instant> to = until.get().map(text -> AskedTime.of("--until", text, now, zone));
    if (to.isPresent() && follow.get()) {
      throw new InvalidUse("--follow goes on without an end, and --until names one");
    }
    if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
      throw new InvalidUse("--since is not before --until");
    }
    if (lines.get().orElse(0) < 0) {
      throw new InvalidUse("--lines wants a number that is not negative");
    }
    return new LogSources.Choice(
        unit.get(),
        follow.get(),
        lines.get(),
        from,
        to,
        timestamps.get() ? Optional.of(new LineTimes(zone)) : Optional.empty());
  }

  /** In the order of the names; those of a configuration in that of theirs. */
  private List<ManagedContainer> chosen(
      List<ManagedContainer> ours, List<ManagedContainer> formers) {
    Map<ContainerName, ManagedContainer> chosen = new LinkedHashMap<>();
    for (String name : names.get()) {
      List<ManagedContainer> found = named(name, ours);
      List<ManagedContainer> any = found.isEmpty() ? named(name, formers) : found;
      if (any.isEmpty()) {
        throw InvalidUse.unknown("container or configuration", name, known(ours));
      }
      any.forEach(container -> chosen.putIfAbsent(container.name(), container));
    }
    return List.copyOf(chosen.values());
  }

  private static List<String> known(List<ManagedContainer> ours) {
    return ours.stream()
        .flatMap(container -> Stream.of(container.name().text(), container.configId()))
        .distinct()
        .toList();
  }

  private static List<ManagedContainer> named(String name, List<ManagedContainer> among) {
    List<ManagedContainer> container =
        among.stream().filter(found -> found.isCalled(name)).toList();
    return container.isEmpty()
        ? among.stream().filter(found -> found.configId().equals(name)).toList()
        : container;
  }

  private int show(List<LogSource> sources, Map<String, String> environment, Scope scope) {
    LogPrinter printer = new LogPrinter(wiring.console(), sources);
    List<Integer> statuses = new ArrayList<>();
    if (follow.get()) {
      List<CompletableFuture<Integer>> running =
          sources.stream()
              .map(source -> SideBySide.begin(() -> run(source, environment, printer)))
              .toList();
      running.forEach(one -> statuses.add(SideBySide.join(one)));
    } else {
      sources.forEach(source -> statuses.add(run(source, environment, printer)));
    }
    boolean isWell = statuses.size() > 0 && statuses.stream().allMatch(status -> status == 0);
    if (!printer.hasPrinted()
        && scope == Scope.USER
        && sources.stream().anyMatch(LogSource::isJournal)
        && !UserJournal.isReadable(wiring.uid())) {
      wiring.console().error(UserJournal.WHY_NOT);
      return ExitStatus.FAILED;
    }
    return isWell ? ExitStatus.DONE : ExitStatus.FAILED;
  }

  private static int run(LogSource source, Map<String, String> environment, LogPrinter printer) {
    return ForegroundProcess.tellingLines(
        source.argv(),
        environment,
        line -> printer.data(source, line),
        line -> printer.talk(source, line));
  }
}
