package dev.berth.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * Every command by its name. picocli reads a command by reflection when it is added, which takes
 * longer than most of what a run does: where one command is asked for, only that one is added.
 */
final class Commands {
  static final String HELP = "help";

  private static final String COMPLETION = "completion";

  private final Map<String, Supplier<Object>> byName = new LinkedHashMap<>();

  Commands(Wiring wiring, Interruption interruption) {
    byName.put("plan", () -> new PlanCommand(wiring));
    byName.put("apply", () -> new ApplyCommand(wiring, interruption));
    byName.put("delete", () -> new DeleteCommand(wiring, interruption));
    byName.put("cleanup", () -> new CleanupCommand(wiring, interruption));
    byName.put("list", () -> new ListCommand(wiring));
    byName.put("graph", () -> new GraphCommand(wiring));
    byName.put("debug", () -> new DebugCommand(wiring, interruption));
    byName.put("validate", () -> new ValidateCommand(wiring));
    byName.put("logs", () -> new LogsCommand(wiring));
    byName.put("health", () -> new HealthCommand(wiring, interruption));
    byName.put("migrate", () -> new MigrateCommand(wiring, interruption));
    byName.put("config", () -> new ConfigCommand(wiring));
    byName.put("support", () -> new SupportCommand(wiring));
    byName.put(COMPLETION, () -> new CompletionCommand(wiring));
    byName.put(HELP, HelpCommand::new);
  }

  /** The command line, as far as these arguments can reach into it. */
  CommandLine commandLine(String... arguments) {
    CommandLine commandLine = new CommandLine(new BerthCommand());
    String first = arguments.length == 0 ? "" : arguments[0];
    if (byName.containsKey(first) && !List.of(COMPLETION, HELP).contains(first)) {
      commandLine.addSubcommand(byName.get(first).get());
    } else {
      byName.values().forEach(command -> commandLine.addSubcommand(command.get()));
    }
    // A word that begins with @ is a value, as of --overrides; picocli would read a file's words.
    return commandLine.setExpandAtFiles(false);
  }
}
