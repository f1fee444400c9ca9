package dev.berth.cli;

import dev.berth.apply.Observer;
import dev.berth.apply.Observer.Snapshot;
import dev.berth.engine.ContainerRuntime;
import dev.berth.host.ProcessRunner;
import dev.berth.model.Durations;
import dev.berth.systemd.Systemctl;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "health",
    description = {
      "Show how the containers with a health check are.",
      "Exit status 0: all are healthy; 1: one is unhealthy, down, still starting or not checked any"
          + " more."
    },
    footer = {
      "",
      "Examples:",
      "  berth health                       all of them",
      "  berth health -v web                all that the last check of web printed",
      "  berth health --watch               again and again, until Ctrl-C",
      "  berth health --watch=5s -o json    a line of JSON for each change"
    })
final class HealthCommand implements Callable<Integer> {
  private static final String USUAL_INTERVAL = "2s";

  @Mixin final HostOptions host = new HostOptions();
  @Mixin final OutputOptions output = new OutputOptions();

  @Parameters(
      paramLabel = "NAME",
      arity = "0..*",
      description = "Only these containers, with a check or without (default: all with a check).")
  List<String> names = new ArrayList<>();

  @Option(
      names = "--config-id",
      paramLabel = "ID",
      converter = ConfigurationId.class,
      description = "Only this configuration.")
  @Nullable String configId;

  @Option(names = "--all", description = "Those without a check, too.")
  boolean all;

  @Option(
      names = "--watch",
      arity = "0..1",
      fallbackValue = USUAL_INTERVAL,
      paramLabel = "INTERVAL",
      description =
          "Look again and again (default: every "
              + USUAL_INTERVAL
              + "): a terminal shows how they"
              + " are, anything else gets a line for each change.")
  @Nullable String watch;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "How long to watch (default: until interrupted).")
  @Nullable String timeout;

  private final Wiring wiring;
  private final Interruption interruption;

  HealthCommand(Wiring wiring, Interruption interruption) {
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
          output.format == OutputFormat.text
              ? view.text(found)
              : output.format.write(HealthView.document(found)));
      return status(found);
    }
    return new HealthWatch(look, view, console, output.format, interruption)
        .run(interval.get(), longest);
  }

  /** The word behind {@code --watch} may as well be the first name. */
  private Optional<Duration> interval() {
    if (watch == null) {
      return Optional.empty();
    }
    Optional<Duration> given = Durations.parse(watch);
    if (given.isEmpty()) {
      names.addFirst(watch);
      return Durations.parse(USUAL_INTERVAL);
    }
    if (given.get().isZero()) {
      throw new InvalidUse("--watch '" + watch + "' must be longer than nothing");
    }
    return given;
  }

  private Optional<Duration> longest() {
    if (timeout == null) {
      return Optional.empty();
    }
    if (watch == null) {
      throw new InvalidUse("--timeout is for --watch");
    }
    return Optional.of(
        Durations.parse(timeout)
            .orElseThrow(
                () ->
                    new InvalidUse(
                        "--timeout '" + timeout + "' is no duration such as 30s or 5m")));
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
    List<String> known = every.stream().map(ManagedContainer::name).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        throw InvalidUse.unknown("container", name, known);
      }
    }
    List<ManagedContainer> ours =
        every.stream()
            .filter(container -> configId == null || configId.equals(container.configId()))
            .filter(container -> names.isEmpty() || names.contains(container.name()))
            .toList();
    return ContainerHealth.read(runtime::runs, ManagedContainer.counted(ours, systemctl::state))
        .stream()
        .filter(container -> all || !names.isEmpty() || container.isChecked())
        .toList();
  }

  static int status(List<ContainerHealth> found) {
    return found.stream().allMatch(ContainerHealth::isWell) ? ExitStatus.DONE : ExitStatus.FAILED;
  }
}
