package dev.berth.cli;

import dev.berth.apply.Deployment;
import dev.berth.apply.ExecutionOptions;
import dev.berth.apply.Progress;
import dev.berth.apply.Report;
import dev.berth.host.HostLock;
import dev.berth.host.WholeFile;
import dev.berth.model.Desired;
import dev.berth.model.Durations;
import dev.berth.model.Plan;
import dev.berth.plan.PlanOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Carries a deployment out under the lock, with progress, and shows its report. */
final class Carrier {
  private final Wiring wiring;
  private final Settings settings;
  private final HostOptions host;
  private final OutputFormat format;
  private final Interruption interruption;

  Carrier(
      Wiring wiring,
      Settings settings,
      HostOptions host,
      OutputFormat format,
      Interruption interruption) {
    this.wiring = wiring;
    this.settings = settings;
    this.host = host;
    this.format = format;
    this.interruption = interruption;
  }

  int carry(
      Desired desired,
      PlanOptions options,
      ExecutionOptions execution,
      boolean rekey,
      String command) {
    Console console = wiring.console();
    Deployment deployment =
        wiring.deployment(settings, host, wiring.runner(settings, host.isVerbose()), rekey);
    WholeFile.directory(wiring.paths(settings).state(), "rwx------");
    String holder = "berth " + command + ", process " + ProcessHandle.current().pid();
    List<Plan> refused = new ArrayList<>();
    List<String> others = new ArrayList<>();
    Optional<Report> report;
    try (ShownProgress progress = progress(console);
        Lock lock = new Lock(acquire(holder, progress, others))) {
      if (lock.held().isEmpty()) {
        console.error(
            (interruption.isRequested() ? "interrupted while waiting: " : "")
                + "another run holds the lock"
                + others.stream().map(other -> " (" + other + ")").collect(Collectors.joining())
                + "; nothing has changed");
        return interruption.isRequested() ? ExitStatus.INTERRUPTED : ExitStatus.FAILED;
      }
      report =
          deployment.apply(
              desired, options, execution, progress, interruption::isRequested, refused::add);
    }
    refused.forEach(plan -> PlanOutput.show(plan, console, format, false));
    return report.map(done -> show(done, console)).orElse(ExitStatus.REFUSED);
  }

  /** The lock where it was to be had; closing nothing is no error. */
  private record Lock(Optional<HostLock> held) implements AutoCloseable {
    @Override
    public void close() {
      held.ifPresent(HostLock::close);
    }
  }

  private Optional<HostLock> acquire(String holder, Progress progress, List<String> others) {
    String timeout = settings.text(HostSetting.LOCK_TIMEOUT);
    Optional<Duration> patience = Durations.parse(timeout);
    if (!timeout.isEmpty() && patience.isEmpty()) {
      throw new InvalidUse("--lock-timeout '" + timeout + "' is no duration such as 30s or 5m");
    }
    return HostLock.acquire(
        wiring.paths(settings).lock(),
        holder,
        patience,
        other -> {
          others.add(other);
          if (patience.filter(Duration::isZero).isEmpty()) {
            progress.note("waiting for another run: " + other);
          }
        },
        interruption::isRequested);
  }

  private ShownProgress progress(Console console) {
    return console.talksToTerminal() && !host.isVerbose()
        ? new LiveProgress(console)
        : new PlainProgress(console, host.isVerbose());
  }

  private int show(Report report, Console console) {
    console.data(
        format == OutputFormat.text
            ? ReportView.text(report, console.dataStyle())
            : format.write(ReportView.document(report)));
    if (report.interrupted()) {
      return ExitStatus.INTERRUPTED;
    }
    return report.succeeded() ? ExitStatus.DONE : ExitStatus.FAILED;
  }
}
