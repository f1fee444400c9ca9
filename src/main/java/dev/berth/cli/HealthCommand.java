package dev.berth.cli;

import dev.berth.apply.Observer;
import dev.berth.apply.Observer.Snapshot;
import dev.berth.engine.ContainerRuntime;
import dev.berth.host.ProcessRunner;
import dev.berth.model.Durations;
import dev.berth.service.ContainerHealth;
import dev.berth.service.Documents;
import dev.berth.service.HostSetting;
import dev.berth.service.InvalidUse;
import dev.berth.service.ManagedContainer;
import dev.berth.service.Settings;
import dev.berth.systemd.Systemctl;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

final class HealthCommand implements Callable<Integer> {
  private static final String USUAL_INTERVAL = "2s";

  final HostOptions host = new HostOptions();
  final OutputOptions output = new OutputOptions();

  final Argument<List<String>> names =
      Argument.words(
          "NAME",
          "0..*",
          "Only these containers, with a check or without (default: all with a check).");

  final Argument<Optional<String>> configId =
      Argument.text(
          OptionSpec.builder("--config-id")
              .paramLabel("ID")
              .converters(new ConfigurationId())
              .description("Only this configuration."));

  final Argument<Boolean> all = Argument.flag("--all", "Those without a check, too.");

  final Argument<Optional<String>> watch =
      Argument.text(
          OptionSpec.builder("--watch")
              .arity("0..1")
              .fallbackValue(USUAL_INTERVAL)
              .paramLabel("INTERVAL")
              .description(
                  "Look again and again (default: every "
                      + USUAL_INTERVAL
                      + "): a terminal shows how they"
                      + " are, anything else gets a line for each change."));

  final Argument<Optional<String>> timeout =
      Argument.text("--timeout", "DURATION", "How long to watch (default: until interrupted).");

  final CommandSpec spec =
      CommandPart.command(
          this,
          "health",
          List.of(
              "Show how the containers with a health check are.",
              "Exit status 0: all are healthy; 1: one is unhealthy, down, still starting or not"
                  + " checked any more."),
          List.of(
              "Examples:",
              "  berth health                       all of them",
              "  berth health -v web                all that the last check of web printed",
              "  berth health --watch               again and again, until Ctrl-C",
              "  berth health --watch=5s -o json    a line of JSON for each change"),
          host,
          output,
          names,
          configId,
          all,
          watch,
          timeout);

  private final CommandWiring wiring;
  private final Interruption interruption;

  HealthCommand(CommandWiring wiring, Interruption interruption) {
    this.wiring = wiring;
    this.interruption = interruption;
  }

  @Override
  public Integer call() {
    Optional<Duration> interval = interval();
    Optional<Duration> longest = longest();
    Settings settings = wiring.settings(List.of(host.given()));
    ProcessRunner runner = wiring.runner(settings, host.isVerbose());
    ContainerRuntime runtime = wiring.engine(settings, runner).runtime();
    Observer observer = wiring.observer(settings, runner);
    String managedBy = settings.text(HostSetting.MANAGED_BY);
    String prefix = settings.text(HostSetting.UNIT_PREFIX);
    Systemctl systemctl = wiring.systemctl(settings, runner);
    Supplier<List<ContainerHealth>> look =
        () -> look(runtime, observer, systemctl, managedBy, prefix);
    Console console = wiring.console();
    HealthView view = new HealthView(console.dataStyle(), ZoneId.systemDefault(), host.isVerbose());
    if (interval.isEmpty()) {
      List<ContainerHealth> found = look.get();
      console.data(
          output.format.get() == OutputFormat.text
              ? view.text(found)
              : output.format.get().write(Documents.health(found)));
      return status(found);
    }
    return new HealthWatch(look, view, console, output.format.get(), interruption)
        .run(interval.get(), longest);
  }

  /** The word behind {@code --watch} may as well be the first name. */
  private List<String> wanted() {
    return Stream.concat(
            watch.get().filter(word -> Durations.parse(word).isEmpty()).stream(),
            names.get().stream())
        .toList();
  }

  private Optional<Duration> interval() {
    Optional<Duration> given = watch.get().flatMap(Durations::parse);
    if (given.filter(Duration::isZero).isPresent()) {
      throw new InvalidUse("--watch '" + watch.get().get() + "' must be longer than nothing");
    }
    return given.or(() -> watch.get().flatMap(_ -> Durations.parse(USUAL_INTERVAL)));
  }

  private Optional<Duration> longest() {
    if (timeout.get().isPresent() && watch.get().isEmpty()) {
      throw new InvalidUse("--timeout is for --watch");
    }
    return timeout
        .get()
        .map(
            text ->
                Durations.parse(text)
                    .orElseThrow(
                        () ->
                            new InvalidUse(
                                "--timeout '" + text + "' is no duration such as 30s or 5m")));
  }

  private List<ContainerHealth> look(
      ContainerRuntime runtime,
      Observer observer,
      Systemctl systemctl,
      String managedBy,
      String prefix) {
    Snapshot snapshot = observer.readToShow(prefix);
    List<ManagedContainer> every =
        ManagedContainer.checked(
            ManagedContainer.find(snapshot, managedBy), observer.unchecked(snapshot));
    List<String> known = every.stream().map(container -> container.name().text()).toList();
    List<String> wanted = wanted();
    for (String name : wanted) {
      if (!known.contains(name)) {
        throw InvalidUse.unknown("container", name, known);
      }
    }
    List<ManagedContainer> ours =
        every.stream()
            .filter(
                container ->
                    configId.get().filter(id -> !id.equals(container.configId())).isEmpty())
            .filter(container -> wanted.isEmpty() || wanted.contains(container.name().text()))
            .toList();
    return ContainerHealth.read(runtime::runs, ManagedContainer.counted(ours, systemctl::state))
        .stream()
        .filter(container -> all.get() || !wanted.isEmpty() || container.isChecked())
        .toList();
  }

  static int status(List<ContainerHealth> found) {
    return found.stream().allMatch(ContainerHealth::isWell) ? ExitStatus.DONE : ExitStatus.FAILED;
  }
}
