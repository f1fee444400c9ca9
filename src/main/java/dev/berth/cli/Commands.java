package dev.berth.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Every command by its name. picocli reads a command by reflection when it is added, which takes
 * longer than most of what a run does: where one command is asked for, only that one is added.
 */
final class Commands {
  static final String HELP = "help";

  static final String COMPLETE = "complete";

  private static final String COMPLETION = "completion";
  private static final String DELETE = "delete";

  private final Wiring wiring;

  private final Map<String, Supplier<Object>> byName = new LinkedHashMap<>();

  Commands(Wiring wiring, Interruption interruption) {
    this.wiring = wiring;
    byName.put("plan", () -> new PlanCommand(wiring));
    byName.put("apply", () -> new ApplyCommand(wiring, interruption));
    byName.put(DELETE, () -> new DeleteCommand(wiring, interruption));
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
    byName.put(COMPLETE, () -> new CompleteCommand(wiring));
    byName.put(HELP, HelpCommand::new);
  }

  /** The command line, as far as these arguments can reach into it. */
  CommandLine commandLine(String... arguments) {
    CommandLine commandLine = new CommandLine(new BerthCommand());
    commandLine
        .getCommandSpec()
        .versionProvider(() -> new String[] {Version.line(wiring.isPaunch())});
    String asked = TalkOptions.command(arguments);
    if (byName.containsKey(asked) && !List.of(COMPLETION, COMPLETE, HELP).contains(asked)) {
      commandLine.addSubcommand(byName.get(asked).get());
    } else {
      byName.values().forEach(command -> commandLine.addSubcommand(command.get()));
    }
    Optional.ofNullable(commandLine.getSubcommands().get(DELETE))
        .filter(_ -> wiring.isPaunch())
        .ifPresent(Commands::letNothingBeNamed);
    // A word that begins with @ is a value, as of --overrides; picocli would read a file's words.
    return commandLine.setExpandAtFiles(false);
  }

  /** Paunch took a list of ids without any for one after which nothing is to be done. */
  private static void letNothingBeNamed(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    PositionalParamSpec ids = spec.positionalParameters().getFirst();
    spec.remove(ids);
    spec.add(PositionalParamSpec.builder(ids).arity("0..*").required(false).build());
  }
}
