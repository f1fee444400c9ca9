package dev.berth.migrate;

import dev.berth.host.CommandResult;
import java.util.List;

/** Something that could not be carried over; the message says what, why, and how things stand. */
public final class MigrationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A fact. */
  public MigrationException(String message) {
    super(message);
  }

  /** A fact with its cause. */
  public MigrationException(String message, Throwable cause) {
    super(message, cause);
  }

  /** What was tried, and the last words of the program that failed. */
  public MigrationException(String what, CommandResult result) {
    super(what + ": " + reason(result));
  }

  /**
   * Goes on where a program did what it was there for.
   *
   * @param what named where it did not, {@code cannot create the volume x}
   */
  static void require(String what, CommandResult result) {
    if (!result.succeeded()) {
      throw new MigrationException(what, result);
    }
  }

  /** Why a program failed, in its own words where it said any. */
  static String reason(CommandResult result) {
    List<String> argv = result.argv();
    String program = String.join(" ", argv.subList(0, Math.min(2, argv.size())));
    if (result.timedOut()) {
      return program + " was ended before it was done";
    }
    return result.lastWords().isEmpty()
        ? program + " ended with exit status " + result.exitCode()
        : result.lastWords();
  }
}
