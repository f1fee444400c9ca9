package dev.berth.host;

import java.util.List;

/** A program that could not be started, or not be heard to its end. */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Names the program and the cause. */
  public CommandFailure(List<String> argv, Throwable cause) {
    super("cannot run " + argv.getFirst() + ": " + cause.getMessage(), cause);
  }

  private CommandFailure(String message) {
    super(message);
  }

  /** It says more than can be read. */
  static CommandFailure tooMuch(List<String> argv, int most) {
    return new CommandFailure(
        String.join(" ", argv.subList(0, Math.min(3, argv.size())))
            + " answered more than "
            + most / (1024 * 1024)
            + " million characters");
  }
}
