package dev.berth.systemd;

import dev.berth.host.Command;
import dev.berth.host.CommandResult;
import dev.berth.host.CommandRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the engine said when systemd ran it; the container's own output is never looked at. */
public final class Journal {
  private static final String LINES = "20";

  // Podman's errors, and those of Docker; before each start Docker says that there is nothing left.
  private static final Pattern ERROR =
      Pattern.compile("(?:docker: )?Error(?: response from daemon)?: (?!No such container)(.*)");

  private final CommandRunner runner;
  private final Scope scope;

  /** The journal of a scope. */
  public Journal(CommandRunner runner, Scope scope) {
    this.runner = runner;
    this.scope = scope;
  }

  /**
   * The last error of a program that a unit ran.
   *
   * @param program the name it logs under, {@code podman} or {@code docker}
   * @return its words without the leading {@code Error:}; empty when there is none to be had
   */
  public Optional<String> lastError(String unit, String program) {
    List<String> argv = new ArrayList<>(List.of("journalctl"));
    argv.addAll(scope.words());
    argv.addAll(
        List.of(
            "--unit=" + unit,
            "--identifier=" + program,
            "--lines=" + LINES,
            "--output=cat",
            "--quiet",
            "--no-pager"));
    CommandResult result = runner.run(Command.reading(argv));
    return result
        .stdout()
        .lines()
        .map(ERROR::matcher)
        .filter(Matcher::matches)
        .map(line -> line.group(1))
        .reduce((before, line) -> line);
  }
}
