package dev.berth.host;

import java.util.List;

/** A program that could not be started. */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Names the program and the cause. */
  public CommandFailure(List<String> argv, Throwable cause) {
    super("cannot run " + argv.getFirst() + ": " + cause.getMessage(), cause);
  }
}
