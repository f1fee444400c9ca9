package dev.berth.engine.cli;

import dev.berth.engine.EngineException;
import dev.berth.host.Command;
import dev.berth.host.CommandResult;
import dev.berth.host.CommandRunner;
import dev.berth.json.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/** What an engine answers of single things, in its own words, by one process for all of a kind. */
public final class Inspection {
  /**
   * An engine's line about something that is not there: "no such volume NAME", "NAME: image not
   * known", "network NAME not found"; or a line of its log, which is no failure.
   */
  private static final Pattern HARMLESS =
      Pattern.compile(
          "(?i).*(no such (container|image|network|object|volume)|image not known"
              + "|network (.* )?not found).*|time=.* level=(debug|info|warn(ing)?) .*|\\s*");

  private final CommandRunner runner;
  private final String program;

  /** Asks the engine with this program. */
  public Inspection(CommandRunner runner, String program) {
    this.runner = runner;
    this.program = program;
  }

  /**
   * The answers in the order of the names. One that is not there is left out: the engine names it
   * on standard error, fails, and prints the others all the same.
   *
   * @param kind {@code container}, {@code volume} …
   * @param names names or ids
   * @throws EngineException when the engine fails, hangs or answers what is not understood
   */
  public List<Json> answers(String kind, Collection<String> names) {
    if (names.isEmpty()) {
      return List.of();
    }
    List<String> argv = new ArrayList<>(List.of(program, kind, "inspect", "--"));
    argv.addAll(names);
    CommandResult result = runner.run(Command.reading(argv));
    if (result.timedOut() || (!result.succeeded() && !tellsOnlyOfAbsence(result))) {
      throw new EngineException(result);
    }
    String source = program + " " + kind + " inspect";
    return Json.parse(source, result.stdout(), EngineException::new).list(source);
  }

  private static boolean tellsOnlyOfAbsence(CommandResult result) {
    return !result.stderr().isBlank()
        && result.stderr().lines().allMatch(line -> HARMLESS.matcher(line).matches());
  }
}
