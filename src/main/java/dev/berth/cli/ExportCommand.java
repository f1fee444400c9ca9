package dev.berth.cli;

import dev.berth.model.Desired;
import dev.berth.service.Exporting;
import dev.berth.service.Exporting.Form;
import dev.berth.service.Exporting.Workloads;
import dev.berth.service.InvalidUse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

final class ExportCommand implements Callable<Integer> {
  private static final String STANDARD_OUTPUT = "-";

  final Argument<Form> target =
      Argument.choice(
          Form.kubernetes,
          Form.values(),
          PositionalParamSpec.builder()
              .index("0")
              .paramLabel("TARGET")
              .arity("1")
              .required(true)
              .description("The form that is written: kubernetes, quadlet, compose, berth."));

  final Argument<Optional<String>> written =
      Argument.text(
          OptionSpec.builder("-o", "--write")
              .paramLabel("DIR|FILE|-")
              .description(
                  "Where it goes: a directory, a file (.yaml, .yml), or - for standard output"
                      + " (default). Nothing that is there already is written over."));

  final Argument<Workloads> workloads =
      Argument.choice(
          Workloads.pod,
          Workloads.values(),
          "--as",
          "pod|deployment",
          "What a workload becomes in Kubernetes (default: pod).");

  final Argument<Optional<String>> podman =
      Argument.text(
          OptionSpec.builder("--quadlet-podman")
              .paramLabel("VERSION")
              .description("The oldest Podman that reads the units (default: 5.4)."));

  final Argument<Boolean> strict =
      Argument.flag("--strict", "Write nothing, and end with 1, where something would be lost.");

  final Argument<OutputFormat> format =
      Argument.choice(
          OutputFormat.text,
          OutputFormat.values(),
          "--output",
          "text|json|yaml",
          "The form of what goes to standard output (default: text).");

  final InputOptions input = new InputOptions();

  final CommandSpec spec =
      CommandPart.command(
          this,
          "export",
          List.of("Write a configuration in another form."),
          List.of(
              "What the form cannot say is told with its line, file:line:column, and what to do",
              "instead. The configuration stays as it is, and the host is not looked at.",
              "",
              "Examples:",
              "  berth export kubernetes -f web.yaml | podman kube play -",
              "  berth export kubernetes -f web.yaml --as deployment --strict -o web-k8s.yaml",
              "  berth export quadlet -f compose.yaml -o /etc/containers/systemd",
              "  berth export compose -f web.yaml -o compose.yaml",
              "  berth export berth -f compose.yaml --output json"),
          target,
          written,
          workloads,
          podman,
          strict,
          format,
          input);

  private final CommandWiring wiring;

  ExportCommand(CommandWiring wiring) {
    this.wiring = wiring;
  }

  @Override
  public Integer call() {
    Optional<ExportPlace> place =
        written
            .get()
            .filter(given -> !given.equals(STANDARD_OUTPUT))
            .map(given -> ExportPlace.of(given, target.get()));
    Optional<Desired> desired =
        wiring.read(
            input, input.request(), wiring.settings(List.of(input.given())), false, format.get());
    if (desired.isEmpty()) {
      return ExitStatus.REFUSED;
    }
    Exporting.Result result =
        Exporting.of(desired.get(), target.get(), workloads.get(), podman.get().orElse("5.4"));
    if (format.get() == OutputFormat.text) {
      wiring.console().problems(result.losses());
    }
    if (!result.losses().isEmpty() && strict.get()) {
      show(result, new LinkedHashMap<>());
      wiring.console().error(summary(result.losses().size()) + "; nothing is written");
      return ExitStatus.FAILED;
    }
    if (place.isEmpty()) {
      toOutput(result);
    } else {
      List<String> paths = place.get().write(result.files());
      paths.forEach(path -> wiring.console().note("written  " + path));
      show(result, new LinkedHashMap<>(Map.of("written", paths)));
    }
    if (!result.losses().isEmpty()) {
      wiring.console().note(summary(result.losses().size()));
    }
    return ExitStatus.of(ExitStatus.DONE, desired.get(), ExitStatus.REFUSED);
  }

  private static String summary(int losses) {
    return losses + (losses == 1 ? " thing is" : " things are") + " not said there as here";
  }

  private void toOutput(Exporting.Result result) {
    if (format.get() != OutputFormat.text) {
      show(result, new LinkedHashMap<>(Map.of("files", Exporting.documents(result.files()))));
      return;
    }
    boolean isWhole = target.get() == Form.compose || target.get() == Form.berth;
    if (isWhole && result.files().size() > 1) {
      throw new InvalidUse(
          "several configurations are several files: give a directory, --write DIR");
    }
    String text =
        target.get() == Form.quadlet
            ? result.files().stream()
                .map(file -> "# " + file.name() + "\n" + file.text())
                .collect(Collectors.joining("\n"))
            : joined(result.files());
    wiring.console().data(text.stripTrailing());
  }

  static String joined(List<Exporting.File> files) {
    return files.stream().map(Exporting.File::text).collect(Collectors.joining());
  }

  /** What programs are told beside the losses. */
  private void show(Exporting.Result result, Map<String, Object> more) {
    if (format.get() != OutputFormat.text) {
      Map<String, Object> document = new LinkedHashMap<>(result.document());
      document.putAll(more);
      wiring.console().data(format.get().write(document));
    }
  }
}
