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
    name = "delete",
    description = "Remove the containers of these configurations, with their units; volumes stay.",
    footer = {"", "Examples:", "  berth delete web --dry-run", "  berth delete web --volumes"})
final class DeleteCommand implements Callable<Integer>, Changing {
  @Mixin final HostOptions host = new HostOptions();
  @Mixin final OutputOptions output = new OutputOptions();
  @Mixin final RunOptions run = new RunOptions();
  @Mixin final YesOption consent = new YesOption();

  @Parameters(arity = "1..*", paramLabel = "CONFIG_ID", description = "The configurations.")
  List<String> configIds = new ArrayList<>();

  @Option(
      names = "--volumes",
      description =
          "Remove the named volumes that Berth made for them, but for those that anyone else uses;"
              + " asks first.")
  boolean volumes;

  @Option(names = "--dry-run", description = "Only show the plan.")
  boolean dryRun;

  private final Wiring wiring;
  private final Interruption interruption;

  DeleteCommand(Wiring wiring, Interruption interruption) {
    this.wiring = wiring;
    this.interruption = interruption;
  }

  @Override
  public Integer call() {
    if (configIds.isEmpty()) {
      wiring.console().warning("no configuration id is given, so nothing is deleted");
      return ExitStatus.DONE;
    }
    Settings settings = wiring.settings(List.of(host.given(), run.given()));
    return new Removing(wiring, settings, host, output.format, interruption)
        .remove(
            new Removal.OfConfigurations(ConfigurationIds.given(configIds)),
            volumes,
            dryRun,
            !volumes || consent.yes,
            "delete");
  }
}
