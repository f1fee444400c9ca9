package dev.berth.cli;

import dev.berth.config.Suggestion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Wrong use in at most three lines: what is wrong, what was probably meant, and where the rest
 * stands.
 */
final class UsageErrors implements IParameterExceptionHandler {
  private static final String UNIT = "each service is a unit of systemd: 'systemctl %s berth-NAME'";

  /** What other tools call a thing, and how it is done here. */
  private static final Map<String, String> ELSEWHERE =
      Map.ofEntries(
          Map.entry("up", "'berth apply -f PATH' makes the host match a configuration"),
          Map.entry("run", "'berth apply -f PATH' makes the host match a configuration"),
          Map.entry("create", "'berth apply -f PATH' makes the host match a configuration"),
          Map.entry("down", "'berth delete CONFIG_ID' removes a configuration's containers"),
          Map.entry("rm", "'berth delete CONFIG_ID' removes a configuration's containers"),
          Map.entry("remove", "'berth delete CONFIG_ID' removes a configuration's containers"),
          Map.entry("ps", "'berth list' shows what Berth manages here"),
          Map.entry("ls", "'berth list' shows what Berth manages here"),
          Map.entry(
              "status", "'berth list' shows what Berth manages here, 'berth health' how it is"),
          Map.entry("diff", "'berth plan -f PATH' shows what apply would do, and why"),
          Map.entry("pull", "'berth apply -f PATH' pulls what it needs before it stops anything"),
          Map.entry(
              "exec", "'podman exec NAME COMMAND': a container has the name of its configuration"),
          Map.entry("start", UNIT.formatted("start")),
          Map.entry("stop", UNIT.formatted("stop")),
          Map.entry("restart", UNIT.formatted("restart")),
          Map.entry("reload", UNIT.formatted("reload")));

  private final Console console;

  UsageErrors(Console console) {
    this.console = console;
  }

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    boolean isBerth = command.getParent() == null;
    console.error(
        (isBerth ? "" : command.getCommandName() + ": ") + message(failure, command, isBerth));
    meant(failure, command, isBerth).ifPresent(line -> console.talk("    " + line));
    console.talk(
        "    '" + command.getCommandSpec().qualifiedName() + " --help' shows what there is");
    return ExitStatus.REFUSED;
  }

  private static String message(ParameterException failure, CommandLine command, boolean isBerth) {
    Optional<String> unmatched = unmatched(failure, command);
    if (unmatched.isPresent()) {
      String word = unmatched.get();
      if (word.startsWith("-")) {
        return "there is no option '" + optionName(word) + "'";
      }
      return isBerth
          ? "there is no command '" + word + "'"
          : "'" + word + "' is one argument too many";
    }
    if (failure instanceof MissingParameterException missing) {
      List<ArgSpec> wanted = missing.getMissing().stream().filter(ArgSpec::required).toList();
      if (!wanted.isEmpty()) {
        return Optional.ofNullable(wanted.getFirst().group())
            .map(group -> "one of " + titles(choices(group)) + " is missing")
            .orElseGet(() -> titles(wanted) + (wanted.size() == 1 ? " is" : " are") + " missing");
      }
    }
    String text =
        String.valueOf(failure.getMessage())
            .lines()
            .findFirst()
            .orElse("wrong use")
            .replaceFirst("^Error: ", "");
    return Character.toLowerCase(text.charAt(0)) + text.substring(1);
  }

  /** The word that picocli could not place; empty where something else is wrong. */
  private static Optional<String> unmatched(ParameterException failure, CommandLine command) {
    if (failure instanceof UnmatchedArgumentException unmatched) {
      return Optional.of(unmatched.getUnmatched().getFirst());
    }
    // A misspelt option is why another one is missing.
    return failure instanceof MissingParameterException
        ? command.getUnmatchedArguments().stream().filter(word -> word.startsWith("-")).findFirst()
        : Optional.empty();
  }

  /** What one of a group's members is begun with. */
  private static List<ArgSpec> choices(ArgGroupSpec group) {
    List<ArgSpec> choices = new ArrayList<>(group.args());
    group.subgroups().stream()
        .flatMap(inner -> inner.args().stream().filter(ArgSpec::required))
        .forEach(choices::add);
    return choices;
  }

  private static String titles(List<ArgSpec> arguments) {
    return arguments.stream().map(UsageErrors::title).collect(Collectors.joining(", "));
  }

  private static String title(ArgSpec argument) {
    return argument instanceof OptionSpec option
        ? option.longestName() + (option.arity().max() == 0 ? "" : "=" + option.paramLabel())
        : argument.paramLabel();
  }

  private static Optional<String> meant(
      ParameterException failure, CommandLine command, boolean isBerth) {
    Optional<String> unmatched = unmatched(failure, command);
    if (unmatched.isEmpty()) {
      return Optional.empty();
    }
    String word = unmatched.get();
    if (word.startsWith("-")) {
      return nearest(optionName(word), optionNames(command));
    }
    if (!isBerth) {
      return Optional.empty();
    }
    return Optional.ofNullable(ELSEWHERE.get(word))
        .or(() -> nearest(word, command.getSubcommands().keySet()));
  }

  private static Optional<String> nearest(String word, Collection<String> known) {
    List<String> begun =
        known.stream().filter(name -> word.length() > 2 && name.startsWith(word)).toList();
    return (begun.size() == 1 ? Optional.of(begun.getFirst()) : Suggestion.nearest(word, known))
        .map(near -> "did you mean '" + near + "'?");
  }

  private static List<String> optionNames(CommandLine command) {
    List<String> names = new ArrayList<>();
    command.getCommandSpec().options().stream()
        .filter(option -> !option.hidden())
        .flatMap(option -> Stream.of(option.names()))
        .forEach(names::add);
    return names;
  }

  /** An option's name; its value may be a secret. */
  private static String optionName(String word) {
    int end = word.indexOf('=');
    return end < 0 ? word : word.substring(0, end);
  }
}
