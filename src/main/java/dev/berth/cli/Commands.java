package dev.berth.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Every command by its name. To describe one to picocli takes about two milliseconds at the start
 * of a run: where one command is asked for, only that one is added.
 */
final class Commands {
  static final String HELP = "help";

  static final String COMPLETE = "complete";

  private static final String COMPLETION = "completion";

  private final CommandWiring wiring;

  private final Map<String, Supplier<CommandSpec>> byName = new LinkedHashMap<>();

  Commands(CommandWiring wiring, Interruption interruption) {
    this.wiring = wiring;
    byName.put("plan", () -> new PlanCommand(wiring).spec);
    byName.put("apply", () -> new ApplyCommand(wiring, interruption).spec);
    byName.put("delete", () -> new DeleteCommand(wiring, interruption).spec);
    byName.put("cleanup", () -> new CleanupCommand(wiring, interruption).spec);
    byName.put("list", () -> new ListCommand(wiring).spec);
    byName.put("graph", () -> new GraphCommand(wiring).spec);
    byName.put("debug", () -> new DebugCommand(wiring, interruption).spec);
    byName.put("validate", () -> new ValidateCommand(wiring).spec);
    byName.put("logs", () -> new LogsCommand(wiring).spec);
    byName.put("health", () -> new HealthCommand(wiring, interruption).spec);
    byName.put("migrate", () -> new MigrateCommand(wiring, interruption).spec);
    byName.put("import", () -> new ImportCommand(wiring).spec);
    byName.put("export", () -> new ExportCommand(wiring).spec);
    byName.put("config", () -> new ConfigCommand(wiring).spec);
    byName.put("support", () -> new SupportCommand(wiring).spec);
    byName.put(COMPLETION, () -> new CompletionCommand(wiring).spec);
    byName.put(COMPLETE, () -> new CompleteCommand(wiring).spec);
    byName.put(HELP, () -> new HelpCommand().spec);
  }

  /**
   * Keeps picocli from looking up, for each command, the methods that read kinds of values which no
   * argument here has: its own setting for that is a system property.
   */
  private static void readWordsAlone() {
    System.setProperty("picocli.converters.excludes", "java.+");
  }

  /** The command line, as far as these arguments can reach into it. */
  CommandLine commandLine(String... arguments) {
    readWordsAlone();
    CommandLine commandLine = new CommandLine(new BerthCommand().spec);
    commandLine
        .getCommandSpec()
        .versionProvider(() -> new String[] {Version.line(wiring.isPaunch())});
    String asked = TalkOptions.command(arguments);
    if (byName.containsKey(asked) && !List.of(COMPLETION, COMPLETE, HELP).contains(asked)) {
      commandLine.addSubcommand(byName.get(asked).get());
    } else {
      byName.values().forEach(command -> commandLine.addSubcommand(command.get()));
    }
    // A word that begins with @ is a value, as of --overrides; picocli would read a file's words.
    return commandLine.setExpandAtFiles(false);
  }
}
