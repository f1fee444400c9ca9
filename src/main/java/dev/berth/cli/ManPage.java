package dev.berth.cli;

import dev.berth.service.HostSetting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A page of the manual, in the language of man(7), from a command as picocli knows it. */
final class ManPage {
  private final CommandLine command;
  private final boolean isBerth;
  private final String date;
  private final StringBuilder text = new StringBuilder();

  private ManPage(CommandLine command, String date) {
    this.command = command;
    this.isBerth = command.getParent() == null;
    this.date = date;
  }

  /** The page's name without its section: {@code berth}, or {@code berth-apply}. */
  static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName("-");
  }

  /** The page of a command; the date is that of the release. */
  static String text(CommandLine command, String date) {
    return new ManPage(command, date).write();
  }

  private String write() {
    CommandSpec spec = command.getCommandSpec();
    String description = String.join(" ", spec.usageMessage().description());
    String name = name(command);
    text.append(".\\\" Made from the commands; do not edit.\n");
    text.append(".TH %s 1 \"%s\" \"%s\" Berth\n".formatted(upper(name), date, Version.line()));
    section("NAME");
    line(name + " - " + withoutEnd(firstSentence(description)));
    section("SYNOPSIS");
    literal(command.getHelp().synopsis(0).strip());
    section("DESCRIPTION");
    line(description);
    if (isBerth) {
      commands();
    }
    section("OPTIONS");
    arguments(spec).forEach(this::argument);
    if (isBerth) {
      settings();
    }
    section("EXIT STATUS");
    ExitStatus.MEANINGS.forEach(
        meaning -> entry(bold("" + meaning.status()), escaped(meaning.text())));
    String examples = String.join("\n", spec.usageMessage().footer()).strip();
    if (!examples.isEmpty()) {
      section("EXAMPLES");
      literal(examples.replaceFirst("^Examples:\n", ""));
    }
    section("SEE ALSO");
    text.append(related()).append('\n');
    return text.toString();
  }

  private void commands() {
    section("COMMANDS");
    command
        .getSubcommands()
        .values()
        .forEach(
            each ->
                entry(
                    reference(name(each)),
                    escaped(String.join(" ", each.getCommandSpec().usageMessage().description()))));
  }

  private static List<ArgSpec> arguments(CommandSpec spec) {
    List<ArgSpec> all = new ArrayList<>(spec.positionalParameters());
    all.addAll(spec.options());
    all.removeIf(ArgSpec::hidden);
    return all;
  }

  private void argument(ArgSpec argument) {
    entry(title(argument), escaped(String.join(" ", argument.description())));
  }

  private static String title(ArgSpec argument) {
    if (argument instanceof PositionalParamSpec) {
      return italic(argument.paramLabel());
    }
    OptionSpec option = (OptionSpec) argument;
    String names = Arrays.stream(option.names()).map(ManPage::bold).collect(joined());
    return option.arity().max() == 0 ? names : names + " " + italic(option.paramLabel());
  }

  private void settings() {
    section("SETTINGS");
    line(
        "A setting comes from, strongest first: its option, its variable, /etc/berth/berth.yaml (of"
            + " a user ~/.config/berth/berth.yaml), its default. 'berth config' shows each with"
            + " where it comes from.");
    for (HostSetting setting : HostSetting.values()) {
      String file = setting.isInFile() ? bold(setting.key()) + ", " : "";
      String fallback = setting.fallback().isEmpty() ? "" : " (default " + setting.fallback() + ")";
      entry(
          file + bold(setting.option()) + ", " + bold(setting.variable()),
          escaped(setting.description() + fallback));
    }
  }

  private String related() {
    if (!isBerth) {
      return reference("berth");
    }
    return command.getSubcommands().values().stream()
        .map(each -> reference(name(each)))
        .collect(joined());
  }

  private void section(String title) {
    text.append(".SH \"").append(title).append("\"\n");
  }

  private void entry(String title, String body) {
    text.append(".TP\n").append(title).append('\n').append(body).append('\n');
  }

  private void line(String words) {
    text.append(escaped(words)).append('\n');
  }

  private void literal(String block) {
    text.append(".nf\n");
    Ansi.OFF.string(block).lines().forEach(this::line);
    text.append(".fi\n");
  }

  private static String reference(String page) {
    return bold(page) + "(1)";
  }

  private static String bold(String words) {
    return "\\fB" + escaped(words) + "\\fR";
  }

  private static String italic(String words) {
    return "\\fI" + escaped(words) + "\\fR";
  }

  /** What roff would take for a request, an escape or a typographer's character. */
  private static String escaped(String words) {
    String plain =
        words
            .replace("\\", "\\e")
            .replace("-", "\\-")
            .replace("'", "\\(aq")
            .replace("`", "\\(ga")
            .replace("^", "\\(ha")
            .replace("~", "\\(ti");
    return plain.startsWith(".") ? "\\&" + plain : plain;
  }

  private static String firstSentence(String words) {
    int end = words.indexOf(". ");
    return end < 0 ? words : words.substring(0, end);
  }

  private static String withoutEnd(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }

  private static String upper(String words) {
    return words.toUpperCase(Locale.ROOT);
  }

  private static Collector<CharSequence, ?, String> joined() {
    return Collectors.joining(", ");
  }
}
