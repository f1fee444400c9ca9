package dev.berth.cli;

import dev.berth.model.Desired;
import dev.berth.plan.PlanOptions.Migration;
import dev.berth.service.Choices;
import dev.berth.service.MigrationChoice;
import dev.berth.service.PlanRequest;
import dev.berth.service.Settings;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

final class PlanCommand implements Callable<Integer> {
  final InputOptions input = new InputOptions();
  final HostOptions host = new HostOptions();
  final ApplyOptions apply = new ApplyOptions();
  final OutputOptions output = new OutputOptions();

  final Argument<Boolean> exitCode =
      Argument.flag("--exit-code", "End with status 3 when there are changes.");

  final CommandSpec spec =
      CommandPart.command(
          this,
          "plan",
          List.of("Show what apply would do, and why. Changes nothing."),
          List.of(
              "Examples:",
              "  berth plan -f web.yaml",
              "  berth plan -f web.yaml --verbose",
              "  berth plan -f /var/lib/tripleo-config/container-startup-config --steps",
              "  berth plan -f web.yaml --adopt",
              "  berth plan -f web.yaml --exit-code || echo 'the host differs'"),
          input,
          host,
          apply,
          output,
          exitCode);

  private final CommandWiring wiring;

  PlanCommand(CommandWiring wiring) {
    this.wiring = wiring;
  }

  @Override
  public Integer call() {
    Settings settings = wiring.settings(List.of(input.given(), host.given(), apply.given()));
    boolean isAdopting = apply.isAdopting(wiring);
    Optional<Desired> desired =
        wiring.read(input, input.request(), settings, isAdopting, output.format.get());
    if (desired.isEmpty()) {
      return ExitStatus.REFUSED;
    }
    return new DryRun(wiring, settings, host, output.format.get())
        .show(
            new PlanRequest(
                desired.get(),
                apply.planOptions(settings, desired.get(), isAdopting, shown(settings))),
            apply.rekey.get(),
            exitCode.get());
  }

  /** Who would be asked is shown what for. */
  private Migration shown(Settings settings) {
    return MigrateCommand.ofApply(
        wiring, settings, Choices.migrationChoice(settings, true) != MigrationChoice.REFUSE);
  }
}
