package dev.berth.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

@Command(
    name = Commands.HELP,
    description = "Show the help of a command, or of all.",
    footer = {"", "Examples:", "  berth help", "  berth help apply"})
final class HelpCommand implements Callable<Integer> {
  @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "Which one.")
  @Nullable String command;

  @Spec @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    CommandLine root = Optional.ofNullable(spec).orElseThrow().root().commandLine();
    CommandLine asked = command == null ? root : root.getSubcommands().get(command);
    if (asked == null) {
      throw new UnmatchedArgumentException(root, java.util.List.of(String.valueOf(command)));
    }
    asked.usage(root.getOut());
    return ExitStatus.DONE;
  }
}
