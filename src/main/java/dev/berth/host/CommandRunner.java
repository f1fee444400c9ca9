package dev.berth.host;

/** Starts processes; the one seam between Berth and other programs. */
@FunctionalInterface
public interface CommandRunner {

  /**
   * Runs a command to its end.
   *
   * @throws CommandFailure when it cannot be started; a non-zero end is a result, not a failure
   */
  CommandResult run(Command command);
}
