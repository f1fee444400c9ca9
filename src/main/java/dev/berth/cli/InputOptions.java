package dev.berth.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.OptionSpec;

/** The options of every command that reads a configuration. */
final class InputOptions extends ReadingOptions {
  final Argument<List<String>> files =
      Argument.texts(
          OptionSpec.builder("-f", "--file")
              .paramLabel("PATH")
              .description(
                  "The configuration: a YAML or JSON file, a directory of them, a Compose project,"
                      + " a directory of step_N directories, or - for standard input; may be"
                      + " repeated for the files of a Compose project (default: each entry of the"
                      + " directory of stacks)."));

  final Argument<Optional<String>> stacks =
      Argument.text(
          "--stacks",
          "DIR",
          "Without --file: the directory of stacks, one configuration each (default:"
              + " /etc/berth/stacks; of a user in ~/.config/berth).");

  final Argument<Boolean> allowEmpty =
      Argument.flag("--allow-empty", "Without --file: go on where there is no stack any more.");

  /** What is given; empty for the host's stacks. */
  List<String> paths() {
    return files.get();
  }

  /** Whether something is said of one configuration. */
  boolean hasOwnId() {
    return configId.get().isPresent() || steps.get() || step.get().isPresent();
  }

  /** What is read, in words. */
  String words() {
    return paths().isEmpty() ? "the stacks" : String.join(", ", paths());
  }

  @Override
  public String name() {
    return "input";
  }

  @Override
  public List<Argument<?>> arguments() {
    return Stream.concat(super.arguments().stream(), Stream.of(files, stacks, allowEmpty)).toList();
  }
}
