package dev.berth.cli;

import dev.berth.apply.Deployment;
import dev.berth.apply.Deployment.Prepared;
import dev.berth.host.ProcessRunner;
import dev.berth.model.Desired;
import dev.berth.model.Plan;
import dev.berth.plan.PlanOptions;
import dev.berth.service.Choices;
import dev.berth.service.Documents;
import dev.berth.service.PlannedCalls;
import dev.berth.service.PlannedCalls.Call;
import dev.berth.service.Settings;
import java.util.List;

/**
 * Shows a plan with what it comes to on the host: to programs in any case, to people with {@code
 * --verbose}.
 */
record DryRun(CommandWiring wiring, Settings settings, HostOptions host, OutputFormat format) {

  /**
   * Plans, and shows it.
   *
   * @param rekey as {@code --rekey}
   * @param exitCode whether the status tells that there are changes
   */
  int show(Desired desired, PlanOptions options, boolean rekey, boolean exitCode) {
    ProcessRunner runner = wiring.runner(settings, host.isVerbose());
    Deployment deployment = wiring.deployment(settings, host.labels.get(), runner, rekey);
    Prepared prepared = deployment.plan(desired, options);
    Plan plan =
        LayerWarnings.added(prepared.plan(), wiring.peer(settings, runner), LayerWarnings.BY_HAND);
    return show(plan, prepared, deployment, exitCode);
  }

  /**
   * Shows what was planned.
   *
   * @param plan that of {@code prepared}, with further warnings
   */
  int show(Plan plan, Prepared prepared, Deployment deployment, boolean exitCode) {
    boolean isAsked = !plan.isRefused() && (host.isVerbose() || format != OutputFormat.text);
    List<Call> calls =
        isAsked
            ? PlannedCalls.of(
                plan, deployment.operations(prepared, Choices.executionOptions(settings, false)))
            : List.of();
    Console console = wiring.console();
    return PlanOutput.show(
        plan,
        Documents.plan(plan, calls),
        calls.isEmpty() ? "" : "\n" + PlanView.operations(calls, console.dataStyle()),
        console,
        format,
        exitCode);
  }
}
