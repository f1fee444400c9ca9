package dev.berth.cli;

import dev.berth.engine.EngineException;
import dev.berth.host.CommandFailure;
import dev.berth.host.Messages;
import dev.berth.migrate.MigrationException;
import dev.berth.service.Caller;
import dev.berth.service.InvalidUse;
import dev.berth.systemd.SystemdException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntBiFunction;
import picocli.CommandLine;

/** Wires the commands and turns what they end with into an exit status. */
public final class Main {
  private static final Set<String> HELP = Set.of("-h", "--help", Commands.HELP);

  /** picocli's own limit. */
  private static final int NARROWEST_HELP = 55;

  private Main() {}

  /** Runs the command that the arguments name. */
  public static void main(String[] arguments) {
    main(
        (console, interruption) ->
            run(arguments, console, Caller.ofProcess(console.environment()), interruption));
  }

  /** Runs a command in the process's own streams to the end of the process. */
  static void main(ToIntBiFunction<Console, Interruption> command) {
    Console console = Console.ofProcess();
    Interruption interruption = new Interruption();
    interruption.watch(console);
    int status = ExitStatus.FAILED;
    try {
      status = command.applyAsInt(console, interruption);
    } catch (Error fault) {
      // Nobody else would end the process: the virtual machine waits for who watches for signals.
      console.error("this is a fault in Berth: " + fault);
    } finally {
      interruption.commandEnded(status);
    }
    System.exit(status);
  }

  /** Runs a command; its data are written, or it is told that they are not, when it returns. */
  static int run(String[] arguments, Console console, Caller caller, Interruption interruption) {
    return console.ended(command(arguments, console, caller, interruption));
  }

  private static int command(
      String[] arguments, Console console, Caller caller, Interruption interruption) {
    if (arguments.length == 1 && arguments[0].equals("--version")) {
      // Asked often, by scripts that need no command line to be built for it.
      console.data(Version.line(caller.isPaunch()));
      return ExitStatus.DONE;
    }
    MisspeltVariables.tell(console.environment(), console);
    CommandWiring wiring = new CommandWiring(console, caller);
    CommandLine commandLine = new Commands(wiring, interruption).commandLine(arguments);
    commandLine.setOut(new PrintWriter(console.data(), true, StandardCharsets.UTF_8));
    commandLine.setErr(new PrintWriter(console.talk(), true, StandardCharsets.UTF_8));
    commandLine.setColorScheme(
        CommandLine.Help.defaultColorScheme(
            console.dataStyle().coloured() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
    commandLine.setParameterExceptionHandler(new UsageErrors(console));
    if (List.of(arguments).stream().anyMatch(HELP::contains)) {
      commandLine.setUsageHelpWidth(
          Math.max(
              NARROWEST_HELP, console.dataStyle().columns().get().orElse(TerminalWidth.USUAL)));
    }
    commandLine.setExecutionStrategy(
        parsed -> {
          talkAs(commandLine, console);
          if (parsed.asCommandLineList().getLast().getCommand() instanceof Changing) {
            interruption.expectChanges();
          }
          return new CommandLine.RunLast().execute(parsed);
        });
    commandLine.setExecutionExceptionHandler(
        (failure, command, result) -> report(failure, console, interruption));
    try {
      return commandLine.execute(arguments);
    } finally {
      wiring.endReading();
    }
  }

  private static void talkAs(CommandLine commandLine, Console console) {
    TalkOptions talk = ((BerthCommand) commandLine.getCommand()).talk;
    if (talk.isQuiet() && talk.isVerbose()) {
      throw new CommandLine.ParameterException(
          commandLine, "--quiet and --verbose contradict each other");
    }
    try {
      console.talkAs(talk);
    } catch (InvalidUse wrong) {
      throw new CommandLine.ParameterException(commandLine, Messages.of(wrong), wrong);
    }
  }

  /**
   * Expected failures are one line; anything else is a fault of Berth's and shows where it arose.
   */
  private static int report(Exception failure, Console console, Interruption interruption) {
    if (interruption.isRequested() && !(failure instanceof InvalidUse)) {
      // What Berth reads with is in the terminal's group, and a Ctrl-C ends it as well.
      if (interruption.isTold()) {
        console.error("interrupted: " + Messages.of(failure));
      }
      return ExitStatus.INTERRUPTED;
    }
    return switch (failure) {
      case InvalidUse wrong -> {
        console.error(Messages.of(wrong));
        yield ExitStatus.REFUSED;
      }
      case EngineException _,
          SystemdException _,
          MigrationException _,
          CommandFailure _,
          UncheckedIOException _ -> {
        console.error(Messages.of(failure));
        yield ExitStatus.FAILED;
      }
      default -> {
        console.error("this is a fault in Berth: " + failure);
        failure.printStackTrace(console.talk());
        yield ExitStatus.FAILED;
      }
    };
  }
}
