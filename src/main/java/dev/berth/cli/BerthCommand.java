package dev.berth.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "berth",
    description =
        "Standalone containers on a host, from a declarative configuration, under systemd.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  berth plan -f web.yaml       what would be done, and why",
      "  berth apply -f web.yaml      do it",
      "  berth list                   what Berth manages here",
      "",
      "'berth COMMAND --help' tells more of each."
    })
final class BerthCommand implements Runnable {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = picocli.CommandLine.ScopeType.INHERIT,
      description = "Show this help.")
  boolean help;

  @Mixin final TalkOptions talk = new TalkOptions();

  @Option(names = "--version", versionHelp = true, description = "Show the version.")
  boolean version;

  @Spec @Nullable CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        Optional.ofNullable(spec).orElseThrow().commandLine(), "a command is missing");
  }
}
