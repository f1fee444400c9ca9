package dev.berth.cli;

import picocli.CommandLine.Option;

/** The form in which a command's data comes out. */
final class OutputOptions {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "text|json|yaml",
      description = "The form of what goes to standard output (default: text).")
  OutputFormat format = OutputFormat.text;
}
