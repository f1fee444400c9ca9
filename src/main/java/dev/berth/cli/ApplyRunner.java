package dev.berth.cli;

import dev.berth.apply.Deployment;
import dev.berth.apply.ExecutionOptions;
import dev.berth.apply.Report;
import dev.berth.apply.StepResult;
import dev.berth.engine.Engine;
import dev.berth.host.ProcessRunner;
import dev.berth.model.Plan;
import dev.berth.service.Documents;
import dev.berth.service.HeldLock;
import dev.berth.service.PlanRequest;
import dev.berth.service.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Carries a deployment out under the lock, with progress, and shows its report. */
final class ApplyRunner {
  private final CommandWiring wiring;
  private final Settings settings;
  private final HostOptions host;
  private final OutputFormat format;
  private final Interruption interruption;
  private final UnaryOperator<Plan> looked;

  ApplyRunner(
      CommandWiring wiring,
      Settings settings,
      HostOptions host,
      OutputFormat format,
      Interruption interruption) {
    this(wiring, settings, host, format, interruption, plan -> plan);
  }

  private ApplyRunner(
      CommandWiring wiring,
      Settings settings,
      HostOptions host,
      OutputFormat format,
      Interruption interruption,
      UnaryOperator<Plan> looked) {
    this.wiring = wiring;
    this.settings = settings;
    this.host = host;
    this.format = format;
    this.interruption = interruption;
    this.looked = looked;
  }

  /** One that says of what comes over what it would lose, where nobody has said so before. */
  ApplyRunner warningOfLayers() {
    Engine source = wiring.source(settings, wiring.runner(settings, host.isVerbose()));
    return new ApplyRunner(
        wiring,
        settings,
        host,
        format,
        interruption,
        plan -> LayerWarnings.added(plan, source, LayerWarnings.BY_HAND));
  }

  int carry(PlanRequest asked, ExecutionOptions execution, boolean rekey, String command) {
    Console console = wiring.console();
    LeftStacks left = new LeftStacks(console);
    Deployment deployment =
        wiring.deployment(
            settings, host.labels.get(), wiring.runner(settings, host.isVerbose()), rekey);
    List<Plan> refused = new ArrayList<>();
    PlanRequest request = asked;
    Optional<Report> report;
    Set<StepResult> told;
    try (BegunProgress progress = progress(console);
        HeldLock lock = wiring.lock(settings, command, interruption, progress::note)) {
      if (lock.held().isEmpty()) {
        return interruption.unheld();
      }
      Optional<PlanRequest> rest = Optional.of(asked);
      do {
        request = rest.get();
        refused.clear();
        report =
            deployment.apply(
                request.desired(),
                request.options(),
                execution,
                progress,
                interruption::isRequested,
                refused::add);
        rest = refused.isEmpty() ? Optional.empty() : left.rest(request, refused.getFirst());
      } while (rest.isPresent());
      told = console.speaksToOne() ? Set.copyOf(progress.told()) : Set.of();
    }
    if (report.isPresent() && wiring.goesBesideDocker(settings)) {
      ProcessRunner runner = wiring.runner(settings, host.isVerbose());
      new ForwardedTraffic(runner, wiring.engine(settings, runner).runtime())
          .advice(request.desired(), report.get())
          .forEach(console::talk);
    }
    refused.forEach(plan -> PlanOutput.show(plan, console, format, false));
    return ExitStatus.of(
        report.map(done -> show(done, console, told)).orElse(ExitStatus.REFUSED),
        request.desired(),
        ExitStatus.FAILED);
  }

  private BegunProgress progress(Console console) {
    PlanWarnings warnings = new PlanWarnings(console, looked);
    return new BegunProgress(
        console.talksToTerminal() && !host.isVerbose() && !console.isQuiet()
            ? new LiveProgress(console, warnings)
            : new PlainProgress(console, host.isVerbose(), warnings),
        interruption);
  }

  private int show(Report report, Console console, Set<StepResult> told) {
    if (format != OutputFormat.text) {
      console.data(format.write(Documents.report(report)));
    } else if (!console.isQuiet() || report.interrupted() || !report.succeeded()) {
      console.data(ReportView.text(report, console.dataStyle(), told));
    }
    if (report.interrupted()) {
      return ExitStatus.INTERRUPTED;
    }
    return report.succeeded() ? ExitStatus.DONE : ExitStatus.FAILED;
  }
}
