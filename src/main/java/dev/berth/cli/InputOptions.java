package dev.berth.cli;

import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.OptionSpec;

/** The options of every command that reads a configuration. */
final class InputOptions extends ReadingOptions {
  final Argument<List<String>> files =
      Argument.texts(
          OptionSpec.builder("-f", "--file")
              .required(true)
              .paramLabel("PATH")
              .description(
                  "The configuration: a YAML or JSON file, a directory of them, a Compose project,"
                      + " a directory of step_N directories, or - for standard input; may be"
                      + " repeated for the files of a Compose project."));

  /** What was given of the option that picocli insists on; empty only in a group without it. */
  List<String> paths() {
    return files.get();
  }

  @Override
  public String name() {
    return "input";
  }

  @Override
  public List<Argument<?>> arguments() {
    return Stream.concat(super.arguments().stream(), Stream.of(files)).toList();
  }
}
