package dev.berth.cli;

import dev.berth.config.JsonSchema;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Dependency;
import dev.berth.model.Desired;
import dev.berth.model.Desired.ContainerSet;
import dev.berth.model.Problem;
import dev.berth.model.Problems;
import dev.berth.service.Documents;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

final class ValidateCommand implements Callable<Integer> {
  final OutputOptions output = new OutputOptions();

  final InputOptions input = new InputOptions();

  final Argument<Boolean> schema =
      Argument.flag("--schema", "Print the JSON Schema of configurations instead.");

  final CommandSpec spec =
      CommandPart.command(
          this,
          "validate",
          List.of("Check a configuration without looking at the host."),
          List.of(
              "Examples:",
              "  berth validate -f web.yaml",
              "  berth validate -f configs/ --steps --output json",
              "  berth validate --schema > berth.schema.json"),
          output,
          this::addChoiceTo);

  private final CommandWiring wiring;

  ValidateCommand(CommandWiring wiring) {
    this.wiring = wiring;
  }

  /** A configuration, or the schema of all of them. */
  private void addChoiceTo(CommandSpec command) {
    command.addArgGroup(
        Argument.group(List.of(schema))
            .multiplicity("0..1")
            .addSubgroup(Argument.group(input.arguments()).exclusive(false).build())
            .build());
  }

  @Override
  public Integer call() {
    if (schema.get()) {
      wiring.console().data(JsonSchema.text());
      return ExitStatus.DONE;
    }
    Optional<Desired> desired =
        wiring.read(
            input,
            input.request(),
            wiring.settings(List.of(input.given())),
            false,
            output.format.get());
    if (desired.isEmpty()) {
      return ExitStatus.REFUSED;
    }
    wiring.console().problems(elsewhere(desired.get()));
    if (output.format.get() == OutputFormat.text) {
      wiring.console().data(summary(desired.get()));
    } else {
      wiring.console().data(output.format.get().write(Documents.valid(desired.get())));
    }
    return ExitStatus.of(ExitStatus.DONE, desired.get(), ExitStatus.REFUSED);
  }

  /** Containers that must be those of another configuration; only a plan sees whether they are. */
  private static List<Problem> elsewhere(Desired desired) {
    Problems problems = new Problems();
    for (ContainerSpec spec : desired.containers().toList()) {
      for (Dependency dependency : spec.dependencies()) {
        if (dependency.kind() == Dependency.Kind.CONTAINER
            && dependency.container().flatMap(desired::container).isEmpty()) {
          problems.warning(
              dependency.at(),
              "'" + spec.name() + "' depends on '" + dependency.target() + "', which is not here",
              "it has to be a container of another configuration on the host");
        }
      }
    }
    return problems.sorted();
  }

  private static String summary(Desired desired) {
    long containers = desired.containers().count();
    return containers
        + (containers == 1 ? " container" : " containers")
        + " in "
        + String.join(", ", desired.sets().stream().map(ContainerSet::configId).toList())
        + ": valid.";
  }
}
