package dev.berth.host;

import java.util.List;

/** A program that could not be started, or not be heard to its end. */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final String ABSENT = "No such file or directory";

  /** Names the program and the cause. */
  public CommandFailure(List<String> argv, Throwable cause) {
    super("cannot run " + argv.getFirst() + ": " + reason(cause));
  }

  /** Java's own names the program once more, and an error number. */
  private static String reason(Throwable cause) {
    String message = String.valueOf(cause.getMessage()).strip();
    return message.contains(ABSENT) ? "there is no such program" : message;
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
