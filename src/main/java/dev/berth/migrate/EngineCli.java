package dev.berth.migrate;

import dev.berth.engine.EngineException;
import dev.berth.engine.EngineName;
import dev.berth.host.Command;
import dev.berth.host.CommandResult;
import dev.berth.host.CommandRunner;
import dev.berth.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * One side of a migration, driven by its command line.
 *
 * @param kind which engine it is
 * @param program what is run
 * @param runner starts its processes
 */
public record EngineCli(EngineName kind, String program, CommandRunner runner) {
  private static final Duration LONG = Duration.ofMinutes(2);

  /** Whether it is Podman. */
  boolean isPodman() {
    return kind == EngineName.PODMAN;
  }

  /** The command line of these arguments. */
  List<String> argv(Collection<String> arguments) {
    List<String> argv = new ArrayList<>(List.of(program));
    argv.addAll(arguments);
    return List.copyOf(argv);
  }

  /** Runs what only reads; a failure is a result. */
  CommandResult read(Collection<String> arguments) {
    return runner.run(Command.reading(argv(arguments)));
  }

  /** Runs what changes the host; a failure is a result. */
  CommandResult change(Collection<String> arguments) {
    return runner.run(Command.changing(argv(arguments), LONG));
  }

  /**
   * Runs what changes the host.
   *
   * @param what named where it fails, {@code cannot create the volume x}
   */
  void must(String what, Collection<String> arguments) {
    CommandResult result = change(arguments);
    if (!result.succeeded()) {
      throw new MigrationException(what, result);
    }
  }

  /** What {@code inspect} says of those of these objects that are there, in their order. */
  List<Json> inspectPresent(String type, Collection<String> names) {
    if (names.isEmpty()) {
      return List.of();
    }
    CommandResult result = read(Stream.concat(Stream.of(type, "inspect"), names.stream()).toList());
    if (result.timedOut() || result.stdout().isBlank()) {
      throw new MigrationException("cannot read each " + type + " of " + kind, result);
    }
    return Json.parse(program + " " + type + " inspect", result.stdout(), EngineException::new)
        .items();
  }

  @Override
  public String toString() {
    return kind.toString();
  }
}
