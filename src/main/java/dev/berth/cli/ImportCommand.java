package dev.berth.cli;

import dev.berth.config.ComposeOptions;
import dev.berth.host.AtomicFile;
import dev.berth.service.InvalidUse;
import dev.berth.service.Reading;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

final class ImportCommand implements Callable<Integer> {
  /** Whose form is read. */
  enum Form {
    /** Podman's units. */
    quadlet
  }

  final Argument<Form> form =
      Argument.choice(
          Form.quadlet,
          Form.values(),
          PositionalParamSpec.builder()
              .index("0")
              .paramLabel("FORM")
              .arity("1")
              .required(true)
              .description("The form that is read: quadlet."));

  final Argument<List<String>> paths =
      Argument.texts(
          PositionalParamSpec.builder()
              .index("1..*")
              .paramLabel("PATH")
              .arity("1..*")
              .required(true)
              .description("Quadlet units, and directories of them."));

  final Argument<Optional<String>> written =
      Argument.text(
          OptionSpec.builder("-o", "--write")
              .paramLabel("FILE|-")
              .description(
                  "Where Berth's own form goes: a file that is not there yet, or - for standard"
                      + " output (default)."));

  final CommandSpec spec =
      CommandPart.command(
          this,
          "import",
          List.of("Write Berth's own form of the units of Quadlet."),
          List.of(
              "What is not carried over is told with its line; where it cannot be left out, nothing",
              "is written. The units stay as they are.",
              "",
              "Examples:",
              "  berth import quadlet /etc/containers/systemd",
              "  berth import quadlet web.container data.volume -o /etc/berth/stacks/web.yaml"),
          form,
          paths,
          written);

  private final CommandWiring wiring;

  ImportCommand(CommandWiring wiring) {
    this.wiring = wiring;
  }

  @Override
  public Integer call() {
    Optional<Path> file =
        written.get().filter(given -> !given.equals("-")).map(ImportCommand::place);
    Reading.Imported imported =
        wiring
            .reading(wiring.settings(List.of(Map.of())), false)
            .importQuadlet(
                paths.get().stream().map(Path::of).toList(),
                new Reading.Request(
                    "", List.of(), false, OptionalInt.empty(), ComposeOptions.NONE));
    Reading.Outcome outcome = imported.outcome();
    if (!wiring.isSound(outcome, "in the units; nothing is written")) {
      return ExitStatus.REFUSED;
    }
    file.ifPresentOrElse(
        path -> {
          AtomicFile.write(path, imported.text());
          wiring.console().note("written  " + path);
        },
        () -> wiring.console().data(imported.text().stripTrailing()));
    return ExitStatus.DONE;
  }

  /** What an operator may have edited is never lost. */
  private static Path place(String given) {
    Path path = Path.of(given);
    OutputPlace.demandYaml("--write", given);
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new InvalidUse("--write " + given + " exists already: give another, or remove it");
    }
    OutputPlace.demandOwn("--write", path);
    return path;
  }
}
