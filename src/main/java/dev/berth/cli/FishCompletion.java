package dev.berth.cli;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What completes Berth in fish. */
final class FishCompletion {
  private FishCompletion() {}

  /** The script for all commands. */
  static String text(CommandLine berth) {
    StringBuilder text = new StringBuilder();
    String commands = String.join(" ", berth.getSubcommands().keySet());
    String none = "not __fish_seen_subcommand_from " + commands;
    text.append("complete -c berth -f\n");
    options(text, none, berth.getCommandSpec());
    berth
        .getSubcommands()
        .forEach(
            (name, command) -> line(text, none, "-a " + name, summary(command.getCommandSpec())));
    berth.getSubcommands().forEach((name, command) -> command(text, name, command));
    return text.toString().stripTrailing();
  }

  private static void command(StringBuilder text, String name, CommandLine command) {
    String seen = "__fish_seen_subcommand_from " + name;
    options(text, seen, command.getCommandSpec());
    for (ArgSpec argument : command.getCommandSpec().positionalParameters()) {
      if (argument.completionCandidates() != null) {
        line(text, seen, "-a " + words(argument), String.join(" ", argument.description()));
      }
    }
  }

  private static void options(StringBuilder text, String when, CommandSpec spec) {
    for (OptionSpec option : spec.options()) {
      if (!option.hidden()) {
        line(text, when, names(option) + value(option), String.join(" ", option.description()));
      }
    }
  }

  private static String names(OptionSpec option) {
    return Arrays.stream(option.names())
        .map(name -> name.startsWith("--") ? "-l " + name.substring(2) : "-s " + name.substring(1))
        .collect(Collectors.joining(" "));
  }

  /** The words that a value is one of, or else files where it is one. */
  private static String value(OptionSpec option) {
    if (option.arity().max() == 0) {
      return "";
    }
    if (option.completionCandidates() != null) {
      return " -x -a " + words(option);
    }
    return option.paramLabel().contains("PATH") ? " -r -F" : " -x";
  }

  private static String words(ArgSpec argument) {
    return quoted(
        StreamSupport.stream(argument.completionCandidates().spliterator(), false)
            .collect(Collectors.joining(" ")));
  }

  private static void line(StringBuilder text, String when, String what, String description) {
    text.append(
        "complete -c berth -n " + quoted(when) + " " + what + " -d " + quoted(description) + "\n");
  }

  private static String summary(CommandSpec spec) {
    return String.join(" ", spec.usageMessage().description());
  }

  private static String quoted(String words) {
    return "'" + words.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
