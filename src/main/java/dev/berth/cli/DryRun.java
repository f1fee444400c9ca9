package dev.berth.cli;

import dev.berth.apply.Deployment;
import dev.berth.apply.Deployment.Prepared;
import dev.berth.host.ProcessRunner;
import dev.berth.model.Plan;
import dev.berth.service.Choices;
import dev.berth.service.Documents;
import dev.berth.service.PlanRequest;
import dev.berth.service.PlannedCalls;
import dev.berth.service.PlannedCalls.Call;
import dev.berth.service.Settings;
import java.util.List;
import java.util.Optional;

/**
 * Shows a plan with what it comes to on the host: to programs in any case, to people with {@code
 * --verbose}.
 */
record DryRun(CommandWiring wiring, Settings settings, HostOptions host, OutputFormat format) {

  /**
   * Plans, and shows it. Where a stack is left out, and all else is well, the plan is refused in
   * that.
   *
   * @param rekey as {@code --rekey}
   * @param exitCode whether the status tells that there are changes
   */
  int show(PlanRequest asked, boolean rekey, boolean exitCode) {
    ProcessRunner runner = wiring.runner(settings, host.isVerbose());
    Deployment deployment = wiring.deployment(settings, host.labels.get(), runner, rekey);
    Prepared prepared = deployment.plan(asked.desired(), asked.options());
    Optional<PlanRequest> rest = new LeftStacks(wiring.console()).rest(asked, prepared.plan());
    if (rest.isPresent()) {
      return show(rest.get(), rekey, exitCode);
    }
    Plan plan =
        LayerWarnings.added(
            prepared.plan(), wiring.source(settings, runner), LayerWarnings.BY_HAND);
    return ExitStatus.of(
        show(plan, prepared, deployment, exitCode), asked.desired(), ExitStatus.REFUSED);
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
