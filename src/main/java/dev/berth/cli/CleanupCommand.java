package dev.berth.cli;

import dev.berth.plan.PlanOptions.Removal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "cleanup",
    description =
        "Remove the containers of every configuration but these; volumes stay. Asks first.",
    footer = {
      "",
      "Examples:",
      "  berth cleanup web database --dry-run",
      "  berth cleanup web database --yes",
      "  berth cleanup --dry-run        shows everything that Berth manages here"
    })
final class CleanupCommand implements Callable<Integer>, Changing {
  @Mixin final HostOptions host = new HostOptions();
  @Mixin final OutputOptions output = new OutputOptions();
  @Mixin final RunOptions run = new RunOptions();
  @Mixin final YesOption consent = new YesOption();

  @Parameters(
      arity = "0..*",
      paramLabel = "CONFIG_ID",
      description = "The configurations that stay; without any, everything goes.")
  List<String> configIds = new ArrayList<>();

  @Option(names = "--dry-run", description = "Only show the plan.")
  boolean dryRun;

  private final Wiring wiring;
  private final Interruption interruption;

  CleanupCommand(Wiring wiring, Interruption interruption) {
    this.wiring = wiring;
    this.interruption = interruption;
  }

  @Override
  public Integer call() {
    Settings settings = wiring.settings(List.of(host.given(), run.given()));
    return new Removing(wiring, settings, host, output.format, interruption)
        .remove(
            new Removal.AllBut(ConfigurationIds.given(configIds)),
            false,
            dryRun,
            consent.yes,
            "cleanup");
  }
}
