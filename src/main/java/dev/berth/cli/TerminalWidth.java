package dev.berth.cli;

import dev.berth.host.Command;
import dev.berth.host.CommandFailure;
import dev.berth.host.CommandResult;
import dev.berth.host.CommandRunner;
import dev.berth.host.ProcessRunner;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many characters the terminal shows in a line. */
final class TerminalWidth {
  /** What is taken where nobody can say. */
  static final int USUAL = 80;

  private static final int LEAST = 40;
  private static final Pattern SIZE = Pattern.compile("[0-9]+ ([1-9][0-9]{1,3})");

  private TerminalWidth() {}

  /** What COLUMNS says, as shells set it, or else the terminal itself; never below 40. */
  static int of(Map<String, String> environment) {
    return of(environment, new ProcessRunner(command -> {}));
  }

  static int of(Map<String, String> environment, CommandRunner runner) {
    String given = environment.getOrDefault("COLUMNS", "");
    if (given.matches("[1-9][0-9]{1,3}")) {
      return Math.max(LEAST, Integer.parseInt(given));
    }
    try {
      CommandResult answer = runner.run(Command.reading(List.of("stty", "-F", "/dev/tty", "size")));
      Matcher size = SIZE.matcher(answer.stdout().strip());
      return answer.succeeded() && size.matches()
          ? Math.max(LEAST, Integer.parseInt(size.group(1)))
          : USUAL;
    } catch (CommandFailure unknown) {
      return USUAL;
    }
  }
}
