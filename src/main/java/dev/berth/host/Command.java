package dev.berth.host;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A process to run: an argument list, never a shell's string.
 *
 * @param argv the program and its arguments
 * @param environment variables added to Berth's own; {@code LC_ALL=C} is always set
 * @param timeout how long it may run before it is ended; empty means without limit
 * @param onLine told each line of either output as it comes, without its end
 * @param changes whether it changes the host: it then outlives a Ctrl-C
 * @param givenUp asked now and then whether to end it before its time
 */
public record Command(
    List<String> argv,
    Map<String, String> environment,
    Optional<Duration> timeout,
    Consumer<String> onLine,
    boolean changes,
    BooleanSupplier givenUp) {

  /** The deadline of a process that only reads. */
  public static final Duration READ_TIMEOUT = Duration.ofSeconds(60);

  /** Keeps its own copies. */
  public Command {
    argv = List.copyOf(argv);
    environment = Map.copyOf(environment);
  }

  /** One that nobody gives up. */
  public Command(
      List<String> argv,
      Map<String, String> environment,
      Optional<Duration> timeout,
      Consumer<String> onLine,
      boolean changes) {
    this(argv, environment, timeout, onLine, changes, () -> false);
  }

  /** One that only reads. */
  public static Command reading(List<String> argv) {
    return new Command(argv, Map.of(), Optional.of(READ_TIMEOUT), line -> {}, false);
  }

  /** One that changes the host, with a deadline. */
  public static Command changing(List<String> argv, Duration timeout) {
    return new Command(argv, Map.of(), Optional.of(timeout), line -> {}, true);
  }

  /** The same with variables; their values are never traced. */
  public Command withEnvironment(Map<String, String> variables) {
    return new Command(argv, variables, timeout, onLine, changes, givenUp);
  }

  /** The same without a deadline. */
  public Command withoutTimeout() {
    return new Command(argv, environment, Optional.empty(), onLine, changes, givenUp);
  }

  /** The same, ended as soon as this says so. */
  public Command unless(BooleanSupplier condition) {
    return new Command(argv, environment, timeout, onLine, changes, condition);
  }

  /** The same, its output told line by line. */
  public Command tellingLines(Consumer<String> consumer) {
    return new Command(argv, environment, timeout, consumer, changes, givenUp);
  }
}
