package dev.berth.cli;

import dev.berth.host.ProcessRunner;
import dev.berth.model.Desired;
import dev.berth.model.Plan;
import dev.berth.plan.PlanOptions.Migration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "plan",
    description = "Show what apply would do, and why. Changes nothing.",
    footer = {
      "",
      "Examples:",
      "  berth plan -f web.yaml",
      "  berth plan -f /var/lib/tripleo-config/container-startup-config --steps",
      "  berth plan -f web.yaml --adopt",
      "  berth plan -f web.yaml --exit-code || echo 'the host differs'"
    })
final class PlanCommand implements Callable<Integer> {
  @Mixin final InputOptions input = new InputOptions();
  @Mixin final HostOptions host = new HostOptions();
  @Mixin final ApplyOptions apply = new ApplyOptions();
  @Mixin final OutputOptions output = new OutputOptions();

  @Option(names = "--exit-code", description = "End with status 3 when there are changes.")
  boolean exitCode;

  private final Wiring wiring;

  PlanCommand(Wiring wiring) {
    this.wiring = wiring;
  }

  @Override
  public Integer call() {
    Settings settings = wiring.settings(List.of(input.given(), host.given(), apply.given()));
    apply.asCalled(wiring);
    Optional<Desired> desired =
        apply.adopt
            ? wiring.readAdopting(input.file, input, settings)
            : wiring.read(input, settings);
    if (desired.isEmpty()) {
      return ExitStatus.REFUSED;
    }
    ProcessRunner runner = wiring.runner(settings, host.isVerbose());
    Plan bare =
        wiring
            .deployment(settings, host, runner, apply.rekey)
            .plan(desired.get(), apply.planOptions(settings, desired.get(), shown(settings)))
            .plan();
    Plan plan =
        LayerWarnings.added(bare, wiring.sourceCli(settings, runner), LayerWarnings.BY_HAND);
    return PlanOutput.show(plan, wiring.console(), output.format, exitCode);
  }

  /** Who would be asked is shown what for. */
  private Migration shown(Settings settings) {
    return MigrateCommand.ofApply(
        wiring, settings, Wiring.migrationChoice(settings, true) != MigrationChoice.REFUSE);
  }
}
