package dev.berth.cli;

import dev.berth.plan.PlanOptions.Removal;
import dev.berth.service.ConfigurationIds;
import dev.berth.service.Settings;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

final class CleanupCommand implements Callable<Integer>, Changing {
  final HostOptions host = new HostOptions();
  final OutputOptions output = new OutputOptions();
  final RunOptions run = new RunOptions();
  final YesOption consent = new YesOption();

  final Argument<List<String>> configIds =
      Argument.words(
          "CONFIG_ID", "0..*", "The configurations that stay; without any, everything goes.");

  final Argument<Boolean> dryRun = Argument.flag("--dry-run", "Only show the plan.");

  final CommandSpec spec =
      CommandPart.command(
          this,
          "cleanup",
          List.of(
              "Remove the containers of every configuration but these; volumes stay. Asks first."),
          List.of(
              "Examples:",
              "  berth cleanup web database --dry-run",
              "  berth cleanup web database --yes",
              "  berth cleanup --dry-run        shows everything that Berth manages here"),
          host,
          output,
          run,
          consent,
          configIds,
          dryRun);

  private final CommandWiring wiring;
  private final Interruption interruption;

  CleanupCommand(CommandWiring wiring, Interruption interruption) {
    this.wiring = wiring;
    this.interruption = interruption;
  }

  @Override
  public Integer call() {
    Settings settings = wiring.settings(List.of(host.given(), run.given()));
    return new Removing(wiring, settings, host, output.format.get(), interruption)
        .remove(
            new Removal.AllBut(ConfigurationIds.given(configIds.get())),
            false,
            dryRun.get(),
            consent.yes.get(),
            "cleanup");
  }
}
