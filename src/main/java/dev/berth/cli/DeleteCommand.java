package dev.berth.cli;

import dev.berth.plan.PlanOptions.Removal;
import dev.berth.service.ConfigurationIds;
import dev.berth.service.Settings;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

final class DeleteCommand implements Callable<Integer>, Changing {
  final HostOptions host = new HostOptions();
  final OutputOptions output = new OutputOptions();
  final RunOptions run = new RunOptions();
  final YesOption consent = new YesOption();

  final Argument<List<String>> configIds;

  final Argument<Boolean> volumes =
      Argument.flag(
          "--volumes",
          "Remove the named volumes that Berth made for them, but for those that anyone else uses;"
              + " asks first.");

  final Argument<Boolean> dryRun = Argument.flag("--dry-run", "Only show the plan.");

  final CommandSpec spec;

  private final CommandWiring wiring;
  private final Interruption interruption;

  DeleteCommand(CommandWiring wiring, Interruption interruption) {
    this.wiring = wiring;
    this.interruption = interruption;
    // Paunch took a list of ids without any for one after which nothing is to be done.
    boolean mayBeNone = wiring.isPaunch();
    this.configIds =
        Argument.texts(
            PositionalParamSpec.builder()
                .required(!mayBeNone)
                .arity(mayBeNone ? "0..*" : "1..*")
                .paramLabel("CONFIG_ID")
                .description("The configurations."));
    this.spec =
        CommandPart.command(
            this,
            "delete",
            List.of(
                "Remove the containers of these configurations, with their units; volumes stay."),
            List.of("Examples:", "  berth delete web --dry-run", "  berth delete web --volumes"),
            host,
            output,
            run,
            consent,
            configIds,
            volumes,
            dryRun);
  }

  @Override
  public Integer call() {
    if (configIds.get().isEmpty()) {
      wiring.console().warning("no configuration id is given, so nothing is deleted");
      return ExitStatus.DONE;
    }
    Settings settings = wiring.settings(List.of(host.given(), run.given()));
    return new Removing(wiring, settings, host, output.format.get(), interruption)
        .remove(
            new Removal.OfConfigurations(ConfigurationIds.given(configIds.get())),
            volumes.get(),
            dryRun.get(),
            !volumes.get() || consent.yes.get(),
            "delete");
  }
}
