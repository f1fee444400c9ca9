package dev.berth.systemd;

import dev.berth.host.Command;
import dev.berth.host.CommandResult;
import dev.berth.host.CommandRunner;
import dev.berth.model.UnitName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the engine and systemd said when a unit ran; the container's own output is never looked at.
 */
public final class Journal {
  private static final String LINES = "60";

  /** A cause is told in a few lines: {@code pasta} adds one to Podman's. */
  private static final int MORE_LINES = 3;

  // Podman's errors, and those of Docker; before each start Docker says that there is nothing left.
  private static final Pattern ERROR =
      Pattern.compile("(?:docker: )?Error(?: response from daemon)?: (?!No such container)(.*)");

  // Where the engine has done its part: the id that "run --detach" prints, and systemd's words.
  private static final Pattern STARTED = Pattern.compile("[0-9a-f]{64}|Started .*");

  // Podman's events, and what is said to no purpose here.
  private static final Pattern OTHER =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\d .*|See '.*|time=\".*|WARN.*|Error response from daemon: No such"
              + " container.*|.*\\.service: .*|(?:Stopping|Stopped|Failed to start) .*");

  // "berth-db.service: Main process exited, code=exited, status=3/NOTIMPLEMENTED"
  private static final Pattern END =
      Pattern.compile(
          ".*\\.service: (?:Main|Control) process exited, code=(\\w+), status=(\\d+)/(\\S+).*");
  private static final Pattern OUT_OF_MEMORY =
      Pattern.compile(
          ".*\\.service: (?:A process of this unit has been killed by the OOM killer.*"
              + "|Failed with result 'oom-kill'.*)");

  private final CommandRunner runner;
  private final Scope scope;

  /** The journal of a scope. */
  public Journal(CommandRunner runner, Scope scope) {
    this.runner = runner;
    this.scope = scope;
  }

  /**
   * The last error of a program that a unit ran, where nothing has gone well since.
   *
   * @param program the name it logs under, {@code podman} or {@code docker}
   * @param past how far back it is looked; a second more, as journalctl has whole ones
   * @return its words without the leading {@code Error:}, on one line; empty when there is none
   */
  public Optional<String> lastError(UnitName unit, String program, Duration past) {
    List<String> error = new ArrayList<>();
    boolean isWhole = false;
    for (String line : lines(unit, program, Optional.of(past))) {
      Matcher matcher = ERROR.matcher(line);
      if (matcher.matches()) {
        error.clear();
        error.add(matcher.group(1));
        isWhole = false;
      } else if (line.startsWith("Starting ")) {
        // systemd tries once more before anybody has looked; why the former try failed still holds.
        isWhole = true;
      } else if (STARTED.matcher(line).matches()) {
        error.clear();
      } else if (!isWhole
          && !error.isEmpty()
          && error.size() <= MORE_LINES
          && !line.isBlank()
          && !OTHER.matcher(line).matches()) {
        error.add(line.strip());
      }
    }
    return error.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", error));
  }

  /**
   * How a unit's process ended last, as systemd tells: {@code with exit code 3}, {@code by SIGKILL,
   * out of memory}.
   *
   * @return empty where nothing is told of an end
   */
  public Optional<String> lastEnd(UnitName unit) {
    Optional<String> end = Optional.empty();
    boolean outOfMemory = false;
    for (String line : lines(unit, "systemd", Optional.empty())) {
      Matcher matcher = END.matcher(line);
      if (matcher.matches()) {
        end =
            Optional.of(
                matcher.group(1).equals("exited")
                    ? "with exit code " + matcher.group(2)
                    : "by SIG" + matcher.group(3));
      } else if (OUT_OF_MEMORY.matcher(line).matches()) {
        outOfMemory = true;
      } else if (line.startsWith("Starting ")) {
        outOfMemory = false;
      }
    }
    boolean told = outOfMemory;
    return end.map(how -> told ? how + ", out of memory" : how)
        .or(() -> told ? Optional.of("out of memory") : Optional.empty());
  }

  private List<String> lines(UnitName unit, String program, Optional<Duration> past) {
    List<String> argv = new ArrayList<>(List.of("journalctl"));
    argv.addAll(scope.words());
    argv.addAll(List.of("--unit=" + unit, "--identifier=" + program, "--identifier=systemd"));
    past.ifPresent(time -> argv.add("--since=-" + (time.toSeconds() + 1) + "s"));
    argv.addAll(List.of("--lines=" + LINES, "--output=cat", "--quiet", "--no-pager"));
    CommandResult result = runner.run(Command.reading(argv));
    return result.stdout().lines().toList();
  }
}
