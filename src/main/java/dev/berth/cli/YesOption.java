package dev.berth.cli;

import picocli.CommandLine.Option;

/** The option of commands that ask before they do what cannot be undone. */
final class YesOption {
  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  boolean yes;
}
