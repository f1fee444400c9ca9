package dev.berth.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What completes Berth in zsh: sourced, or as {@code _berth} in a directory of its fpath. */
final class ZshCompletion {
  private ZshCompletion() {}

  /** The script for all commands. */
  static String text(CommandLine berth) {
    StringBuilder text = new StringBuilder();
    text.append("#compdef berth paunch\n\n_berth() {\n");
    text.append("  local context state state_descr line\n  typeset -A opt_args\n");
    text.append("  local -a commands=(\n");
    berth
        .getSubcommands()
        .forEach(
            (name, command) ->
                text.append(
                    "    " + quoted(name + ":" + summary(command.getCommandSpec())) + "\n"));
    text.append("  )\n  _arguments -C \\\n");
    options(berth.getCommandSpec(), "    ").forEach(option -> text.append(option + " \\\n"));
    text.append("    '1:command:->command' '*::argument:->argument'\n");
    text.append("  case $state in\n    command) _describe command commands ;;\n");
    text.append("    argument)\n      case $words[1] in\n");
    berth.getSubcommands().forEach((name, command) -> command(text, name, command));
    text.append("      esac ;;\n  esac\n}\n\n");
    text.append(
        "if [[ $funcstack[1] == _berth ]]; then _berth \"$@\"; else compdef _berth berth; fi");
    return text.toString();
  }

  private static void command(StringBuilder text, String name, CommandLine command) {
    text.append("        " + name + ")\n          _arguments \\\n");
    CommandSpec spec = command.getCommandSpec();
    List<String> all = new ArrayList<>(options(spec, "            "));
    spec.positionalParameters()
        .forEach(
            argument ->
                all.add(
                    "            "
                        + quoted("*:" + plain(argument.paramLabel()) + ":" + values(argument))));
    text.append(String.join(" \\\n", all)).append(" ;;\n");
  }

  private static List<String> options(CommandSpec spec, String indent) {
    List<String> all = new ArrayList<>();
    for (OptionSpec option : spec.options()) {
      if (option.hidden()) {
        continue;
      }
      for (String name : option.names()) {
        all.add(indent + quoted(rule(option, name)));
      }
    }
    return all;
  }

  /** One name of an option, in the language of _arguments. */
  private static String rule(OptionSpec option, String name) {
    boolean takesValue = option.arity().max() > 0;
    String names = takesValue && name.startsWith("--") ? name + "=" : name;
    String repeats = option.isMultiValue() ? "*" : "";
    String value = takesValue ? ":" + plain(option.paramLabel()) + ":" + values(option) : "";
    return repeats + names + "[" + plain(String.join(" ", option.description())) + "]" + value;
  }

  /** The words that a value is one of, or else files where it is one. */
  private static String values(ArgSpec argument) {
    if (argument.completionCandidates() != null) {
      return StreamSupport.stream(argument.completionCandidates().spliterator(), false)
          .map(ZshCompletion::plain)
          .collect(Collectors.joining(" ", "(", ")"));
    }
    return argument.paramLabel().contains("PATH") ? "_files" : "";
  }

  private static String summary(CommandSpec spec) {
    return plain(String.join(" ", spec.usageMessage().description()));
  }

  /** Without what would mean something inside a rule. */
  private static String plain(String words) {
    return words.replaceAll("[\\[\\]:\\\\]", " ").replace("  ", " ").strip();
  }

  private static String quoted(String words) {
    return "'" + words.replace("'", "'\\''") + "'";
  }
}
