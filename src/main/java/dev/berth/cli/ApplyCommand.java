package dev.berth.cli;

import dev.berth.host.ProcessRunner;
import dev.berth.model.Change;
import dev.berth.model.Desired;
import dev.berth.model.Plan;
import dev.berth.model.Step;
import dev.berth.plan.PlanOptions;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "apply",
    description = "Make the host match the configuration, with the least that does it.",
    footer = {
      "",
      "Examples:",
      "  berth apply -f web.yaml",
      "  berth apply -f web.yaml --dry-run",
      "  berth apply --file /var/lib/tripleo-config/container-startup-config/step_3 --config-id"
          + " step3",
      "  berth apply --file /var/lib/tripleo-config/container-startup-config --steps --adopt",
      "",
      "Exit status: 0 done; 1 something failed on the host; 2 invalid input, nothing changed;",
      "130 interrupted."
    })
final class ApplyCommand implements Callable<Integer>, Changing {
  @Mixin final InputOptions input = new InputOptions();
  @Mixin final HostOptions host = new HostOptions();
  @Mixin final ApplyOptions apply = new ApplyOptions();
  @Mixin final OutputOptions output = new OutputOptions();
  @Mixin final RunOptions run = new RunOptions();

  @Option(names = "--dry-run", description = "Only show the plan.")
  boolean dryRun;

  @Option(
      names = "--wait",
      description =
          "Wait until every service with a health check is healthy; one that does not get so is a"
              + " failure.")
  boolean waitForHealth;

  @Option(
      names = "--on-failure",
      paramLabel = "rollback|keep",
      description =
          "What becomes of a replaced service that does not start or get healthy: it goes back to"
              + " what ran before (default), or stays as it is.")
  @Nullable String onFailure;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "How many containers start side by side (default: the processors, 2 to 8).")
  @Nullable String parallel;

  private final Wiring wiring;
  private final Interruption interruption;

  ApplyCommand(Wiring wiring, Interruption interruption) {
    this.wiring = wiring;
    this.interruption = interruption;
  }

  @Override
  public Integer call() {
    Map<HostSetting, String> own = new EnumMap<>(HostSetting.class);
    HostOptions.put(own, HostSetting.PARALLEL, parallel);
    HostOptions.put(own, HostSetting.ON_FAILURE, onFailure);
    Settings settings =
        wiring.settings(List.of(input.given(), host.given(), apply.given(), run.given(), own));
    apply.asCalled(wiring);
    Optional<Desired> desired =
        apply.adopt
            ? wiring.readAdopting(input.file, input, settings)
            : wiring.read(input, settings);
    if (desired.isEmpty()) {
      return ExitStatus.REFUSED;
    }
    MigrationChoice choice = Wiring.migrationChoice(settings, dryRun || wiring.console().canAsk());
    PlanOptions options =
        apply.planOptions(
            settings,
            desired.get(),
            MigrateCommand.ofApply(wiring, settings, choice != MigrationChoice.REFUSE));
    if (dryRun) {
      return PlanOutput.show(
          plan(settings, desired.get(), options), wiring.console(), output.format, false);
    }
    if (choice == MigrationChoice.ASK
        && wiring.hasOtherEngine(settings)
        && !isAgreedTo(plan(settings, desired.get(), options))) {
      wiring.console().error("nothing has changed");
      return ExitStatus.REFUSED;
    }
    Carrier carrier = new Carrier(wiring, settings, host, output.format, interruption);
    return (choice == MigrationChoice.AUTO ? carrier.warningOfLayers() : carrier)
        .carry(
            desired.get(),
            options,
            Wiring.executionOptions(settings, waitForHealth),
            apply.rekey,
            "apply");
  }

  private Plan plan(Settings settings, Desired desired, PlanOptions options) {
    ProcessRunner runner = wiring.runner(settings, host.isVerbose());
    Plan plan =
        wiring.deployment(settings, host, runner, apply.rekey).plan(desired, options).plan();
    return LayerWarnings.added(plan, wiring.sourceCli(settings, runner), LayerWarnings.BY_HAND);
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
