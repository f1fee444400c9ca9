package dev.berth.cli;

import dev.berth.service.HostSetting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Writes docs/reference/commands.md from the commands themselves. */
final class CommandReference {
  /** The groups of options that several commands share, by the field that holds them. */
  private static final Map<String, String> SHARED = new LinkedHashMap<>();

  static {
    SHARED.put("input", "Options of the configuration");
    SHARED.put("host", "Options of the host");
    SHARED.put("run", "Options of a run");
    SHARED.put("apply", "Options of plan and apply");
    SHARED.put("output", "Option of the output");
    SHARED.put("talk", "Options of every command");
  }

  private final StringBuilder text = new StringBuilder();
  private final Map<String, CommandSpec> shared = new LinkedHashMap<>();

  private CommandReference() {}

  static String text(CommandLine berth) {
    return new CommandReference().write(berth);
  }

  private String write(CommandLine berth) {
    text.append("# Commands\n\n");
    text.append("<!-- Made by ReferenceTest from the commands; do not edit. -->\n\n");
    text.append("| command | |\n| --- | --- |\n");
    berth
        .getSubcommands()
        .forEach(
            (name, command) -> {
              text.append("| [`" + name + "`](#berth-" + name + ") | ");
              text.append(description(command.getCommandSpec()) + " |\n");
              command
                  .getCommandSpec()
                  .mixins()
                  .forEach((field, mixin) -> shared.putIfAbsent(field, mixin));
            });
    shared.putAll(berth.getCommandSpec().mixins());
    text.append(
        "\nEvery command takes `-h`, `--help`, and, before it and after it, the"
            + " [options of every command](#options-of-every-command). `berth --version` shows the"
            + " version.\n");
    text.append("Data go to standard output, progress and problems to standard error.\n");
    text.append("What the exit status means: [exit-status.md](exit-status.md).\n");
    berth.getSubcommands().forEach(this::command);
    SHARED.forEach(this::sharedOptions);
    settings();
    return text.toString();
  }

  private void command(String name, CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    text.append("\n## berth " + name + "\n" + description(spec) + "\n\n");
    List<ArgSpec> own = new ArrayList<>(spec.positionalParameters());
    spec.options().stream().filter(option -> !isShared(option, spec)).forEach(own::add);
    table(own);
    String groups =
        SHARED.keySet().stream()
            .filter(spec.mixins()::containsKey)
            .map(field -> "[" + lower(SHARED.get(field)) + "](#" + anchor(SHARED.get(field)) + ")")
            .collect(Collectors.joining(", "));
    if (!groups.isEmpty()) {
      text.append("And the " + groups + ".\n");
    }
    String footer = String.join("\n", spec.usageMessage().footer()).strip();
    if (!footer.isEmpty()) {
      text.append("\n```text\n" + footer + "\n```\n");
    }
  }

  private void sharedOptions(String field, String title) {
    CommandSpec mixin = shared.get(field);
    text.append("\n## " + title + "\n\n");
    table(List.copyOf(mixin.options()));
  }

  private void table(List<ArgSpec> arguments) {
    List<ArgSpec> shown =
        arguments.stream()
            .filter(argument -> !argument.hidden())
            .filter(argument -> !(argument instanceof OptionSpec option && option.inherited()))
            .filter(argument -> !(argument instanceof OptionSpec option && option.usageHelp()))
            .toList();
    if (shown.isEmpty()) {
      return;
    }
    text.append("| | |\n| --- | --- |\n");
    shown.forEach(
        argument ->
            text.append(
                "| " + title(argument) + " | " + cell(sentence(argument.description())) + " |\n"));
    text.append('\n');
  }

  private static String title(ArgSpec argument) {
    if (argument instanceof PositionalParamSpec) {
      return "`"
          + cell(argument.paramLabel())
          + "`"
          + (argument.arity().min() > 0 ? "" : ", optional");
    }
    OptionSpec option = (OptionSpec) argument;
    String label = option.arity().max() == 0 ? "" : " " + cell(option.paramLabel());
    List<String> names = new ArrayList<>(List.of(option.names()));
    String last = names.removeLast();
    return names.stream().map(name -> "`" + name + "`, ").collect(Collectors.joining())
        + "`"
        + last
        + label
        + "`"
        + necessity(option);
  }

  /** A member of a choice is required only while no other one is given. */
  private static String necessity(OptionSpec option) {
    if (!option.required()) {
      return "";
    }
    return option.group() == null ? " (required)" : " (one of these)";
  }

  private void settings() {
    text.append("\n## Settings\n");
    text.append(
        "A setting comes from, strongest first: its option, its variable, `/etc/berth/berth.yaml`"
            + " (of a user `~/.config/berth/berth.yaml`), its default. `berth config` shows each"
            + " with where it comes from.\n\n");
    text.append(
        "| in the file | option | variable | default | |\n| --- | --- | --- | --- | --- |\n");
    for (HostSetting setting : HostSetting.values()) {
      text.append("| " + (setting.isInFile() ? "`" + setting.key() + "`" : ""));
      setting.alias().ifPresent(alias -> text.append(", `" + alias + "`"));
      text.append(" | `" + setting.option() + "` | `" + setting.variable() + "` | ");
      text.append(setting.fallback().isEmpty() ? "" : "`" + setting.fallback() + "`");
      text.append(" | " + cell(setting.description()) + " |\n");
    }
  }

  private static boolean isShared(OptionSpec option, CommandSpec spec) {
    return spec.mixins().entrySet().stream()
        .filter(mixin -> SHARED.containsKey(mixin.getKey()))
        .anyMatch(mixin -> mixin.getValue().optionsMap().containsKey(option.longestName()));
  }

  private static String description(CommandSpec spec) {
    return sentence(spec.usageMessage().description());
  }

  private static String sentence(String[] lines) {
    return String.join(" ", lines);
  }

  private static String lower(String title) {
    return title.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + title.substring(1);
  }

  private static String anchor(String title) {
    return title.toLowerCase(java.util.Locale.ROOT).replace(' ', '-');
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
