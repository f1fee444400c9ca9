package dev.berth.cli;

import dev.berth.service.Caller;
import dev.berth.service.InvalidUse;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What Paunch had of cliff to complete itself; {@code completion} knows more shells. */
final class CompleteCommand implements Callable<Integer> {
  final Argument<Optional<String>> name =
      Argument.text(
          "--name", "NAME", "The name to complete (default: the one that this was called by).");

  final Argument<Shell> shell =
      Argument.choice(
          Shell.bash, Shell.values(), "--shell", "bash|none", "The shell (default: bash).");

  final CommandSpec spec =
      CommandPart.command(
          this,
          Commands.COMPLETE,
          List.of("The same as completion bash, with the options that Paunch had for it."),
          List.of(
              "Examples:",
              "  paunch complete > /etc/bash_completion.d/paunch",
              "  paunch complete --shell none      only the words, without code"),
          name,
          shell);

  private final CommandWiring wiring;

  /** Whose code is printed. */
  enum Shell {
    bash,
    none
  }

  CompleteCommand(CommandWiring wiring) {
    this.wiring = wiring;
  }

  @Override
  public Integer call() {
    CommandLine root = spec.root().commandLine();
    String called =
        name.get().orElse(wiring.isPaunch() ? Caller.PAUNCH : root.getCommandSpec().name());
    if (!called.matches("[A-Za-z0-9_][A-Za-z0-9_.-]*")) {
      throw new InvalidUse("--name '" + called + "' is no name of a command");
    }
    wiring
        .console()
        .data(shell.get() == Shell.bash ? AutoComplete.bash(called, root) : words(root));
    return ExitStatus.DONE;
  }

  /** As cliff prints them: assignments of a shell, one for the commands and one for each. */
  private static String words(CommandLine root) {
    List<String> commands = root.getSubcommands().keySet().stream().sorted().toList();
    return Stream.concat(
            Stream.of("  cmds='" + String.join(" ", commands) + "'"),
            commands.stream()
                .map(
                    command ->
                        "  cmds_"
                            + command.replace('-', '_')
                            + "='"
                            + options(root.getSubcommands().get(command))
                            + "'"))
        .collect(Collectors.joining("\n"));
  }

  private static String options(@Nullable CommandLine command) {
    return Stream.ofNullable(command)
        .flatMap(known -> known.getCommandSpec().options().stream())
        .filter(option -> !option.hidden())
        .flatMap(option -> Arrays.stream(option.names()))
        .collect(Collectors.joining(" "));
  }
}
