package dev.berth.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.UnmatchedArgumentException;

final class HelpCommand implements Callable<Integer> {
  final Argument<Optional<String>> command = Argument.word("COMMAND", "0..1", "Which one.");

  final CommandSpec spec =
      CommandPart.command(
          this,
          Commands.HELP,
          List.of("Show the help of a command, or of all."),
          List.of("Examples:", "  berth help", "  berth help apply"),
          command);

  @Override
  public Integer call() {
    CommandLine root = spec.root().commandLine();
    command.get().map(name -> named(root, name)).orElse(root).usage(root.getOut());
    return ExitStatus.DONE;
  }

  private static CommandLine named(CommandLine root, String name) {
    return Optional.ofNullable(root.getSubcommands().get(name))
        .orElseThrow(() -> new UnmatchedArgumentException(root, List.of(name)));
  }
}
