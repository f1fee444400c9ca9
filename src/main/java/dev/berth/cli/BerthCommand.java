package dev.berth.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

final class BerthCommand implements Runnable {
  final Argument<Boolean> help =
      Argument.flag(
          OptionSpec.builder("-h", "--help")
              .usageHelp(true)
              .scopeType(ScopeType.INHERIT)
              .description("Show this help."));

  final TalkOptions talk = new TalkOptions();

  final Argument<Boolean> version =
      Argument.flag(
          OptionSpec.builder("--version").versionHelp(true).description("Show the version."));

  final CommandSpec spec =
      CommandPart.command(
          this,
          "berth",
          List.of(
              "Standalone containers on a host, from a declarative configuration, under systemd."),
          List.of(
              "Examples:",
              "  berth plan -f web.yaml       what would be done, and why",
              "  berth apply -f web.yaml      do it",
              "  berth list                   what Berth manages here",
              "",
              "'berth COMMAND --help' tells more of each."),
          help,
          talk,
          version);

  BerthCommand() {
    spec.usageMessage().synopsisSubcommandLabel("COMMAND");
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
