package dev.berth.host;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** Records each command and plays an answer, whose lines it tells. */
public final class RecordedRunner implements CommandRunner {
  private final List<Command> commands = Collections.synchronizedList(new ArrayList<>());
  private final Function<String, CommandResult> answers;

  /** Answers by the command line, its words joined by blanks. */
  public RecordedRunner(Function<String, CommandResult> answers) {
    this.answers = answers;
  }

  /** A success. */
  public static CommandResult answer(String stdout) {
    return new CommandResult(List.of("fake"), 0, stdout, "", false);
  }

  /** A failure. */
  public static CommandResult failure(int status, String stdout, String stderr) {
    return new CommandResult(List.of("fake"), status, stdout, stderr, false);
  }

  @Override
  public CommandResult run(Command command) {
    commands.add(command);
    CommandResult result = answers.apply(String.join(" ", command.argv()));
    result.stdout().lines().forEach(command.onLine());
    result.stderr().lines().forEach(command.onLine());
    return result;
  }

  /** What was run, each joined by blanks. */
  public List<String> lines() {
    return commands.stream().map(command -> String.join(" ", command.argv())).toList();
  }
}
