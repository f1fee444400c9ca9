package dev.berth.cli;

import picocli.CommandLine.Option;

/** The options of every command that reads a configuration. */
final class InputOptions extends ReadingOptions {
  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "PATH",
      description =
          "The configuration: a YAML or JSON file, a directory of them, a directory of step_N"
              + " directories, or - for standard input.")
  String file = "";
}
