package dev.berth.cli;

import dev.berth.host.ProcessRunner;
import dev.berth.model.Change;
import dev.berth.model.Desired;
import dev.berth.model.Plan;
import dev.berth.model.Step;
import dev.berth.plan.PlanOptions;
import dev.berth.service.Choices;
import dev.berth.service.HostSetting;
import dev.berth.service.MigrationChoice;
import dev.berth.service.PlanRequest;
import dev.berth.service.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

final class ApplyCommand implements Callable<Integer>, Changing {
  final InputOptions input = new InputOptions();
  final HostOptions host = new HostOptions();
  final ApplyOptions apply = new ApplyOptions();
  final OutputOptions output = new OutputOptions();
  final RunOptions run = new RunOptions();

  final Argument<Boolean> dryRun = Argument.flag("--dry-run", "Only show the plan.");

  final Argument<Boolean> waitForHealth =
      Argument.flag(
          "--wait",
          "Wait until every service with a health check is healthy; one that does not get so is a"
              + " failure.");

  final Argument<Optional<String>> onFailure =
      Argument.text(
          "--on-failure",
          "rollback|keep",
          "What becomes of a replaced service that does not start or get healthy: it goes back to"
              + " what ran before (default), or stays as it is.");

  final Argument<Optional<String>> parallel =
      Argument.text(
          "--parallel",
          "N",
          "How many containers start side by side (default: the processors, 2 to 8).");

  final CommandSpec spec =
      CommandPart.command(
          this,
          "apply",
          List.of("Make the host match the configuration, with the least that does it."),
          List.of(
              "Examples:",
              "  berth apply -f web.yaml",
              "  berth apply -f web.yaml --dry-run",
              "  berth apply --file /var/lib/tripleo-config/container-startup-config/step_3"
                  + " --config-id step3",
              "  berth apply --file /var/lib/tripleo-config/container-startup-config --steps"
                  + " --adopt",
              "",
              "Exit status: 0 done; 1 something failed on the host; 2 invalid input, nothing"
                  + " changed;",
              "130 interrupted."),
          input,
          host,
          apply,
          output,
          run,
          dryRun,
          waitForHealth,
          onFailure,
          parallel);

  private final CommandWiring wiring;
  private final Interruption interruption;

  ApplyCommand(CommandWiring wiring, Interruption interruption) {
    this.wiring = wiring;
    this.interruption = interruption;
  }

  @Override
  public Integer call() {
    Map<HostSetting, String> own = SharedOptions.given(List.of(parallel, onFailure));
    Settings settings =
        wiring.settings(List.of(input.given(), host.given(), apply.given(), run.given(), own));
    boolean isAdopting = apply.isAdopting(wiring);
    Optional<Desired> desired =
        wiring.read(input, input.request(), settings, isAdopting, output.format.get());
    if (desired.isEmpty()) {
      return ExitStatus.REFUSED;
    }
    MigrationChoice choice =
        Choices.migrationChoice(settings, dryRun.get() || wiring.console().canAsk());
    PlanOptions options =
        apply.planOptions(
            settings,
            desired.get(),
            isAdopting,
            MigrateCommand.ofApply(wiring, settings, choice != MigrationChoice.REFUSE));
    PlanRequest request = new PlanRequest(desired.get(), options);
    if (dryRun.get()) {
      return new DryRun(wiring, settings, host, output.format.get())
          .show(request, apply.rekey.get(), false);
    }
    if (choice == MigrationChoice.ASK
        && wiring.hasOtherEngine(settings)
        && !isAgreedTo(plan(settings, request))) {
      wiring.console().error("nothing has changed");
      return ExitStatus.REFUSED;
    }
    ApplyRunner carrier =
        new ApplyRunner(wiring, settings, host, output.format.get(), interruption);
    return (choice == MigrationChoice.AUTO ? carrier.warningOfLayers() : carrier)
        .carry(
            request,
            Choices.executionOptions(settings, waitForHealth.get()),
            apply.rekey.get(),
            "apply");
  }

  private Plan plan(Settings settings, PlanRequest request) {
    ProcessRunner runner = wiring.runner(settings, host.isVerbose());
    Plan plan =
        wiring
            .deployment(settings, host.labels.get(), runner, apply.rekey.get())
            .plan(request.desired(), request.options())
            .plan();
    // Who is asked is asked for what is done: without the stacks that will be left out.
    Optional<PlanRequest> rest = request.without(plan);
    if (rest.isPresent()) {
      return plan(settings, rest.get());
    }
    return LayerWarnings.added(plan, wiring.source(settings, runner), LayerWarnings.BY_HAND);
  }

  /** What stays on one engine needs nobody's consent. */
  private boolean isAgreedTo(Plan plan) {
    List<Step> migrating =
        plan.steps().stream()
            .filter(
                step ->
                    step.change() instanceof Change.Service service
                        && service.kind() == Change.Service.Kind.MIGRATE)
            .toList();
    if (migrating.isEmpty() || plan.isRefused()) {
      return true;
    }
    Console console = wiring.console();
    console.problems(plan.problems());
    console.talk(PlanView.text(plan, console.talkStyle()));
    return console.ask("Bring these containers over from the other engine?");
  }
}
