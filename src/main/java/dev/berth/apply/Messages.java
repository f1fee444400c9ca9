package dev.berth.apply;

/** One line for people from a failure. */
public final class Messages {
  private Messages() {}

  /** The failure's message, with that of its cause where it says more. */
  public static String of(Throwable failure) {
    String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    Throwable cause = failure.getCause();
    if (cause == null || cause.getMessage() == null || message.contains(cause.getMessage())) {
      return message;
    }
    return message + ": " + cause.getMessage();
  }
}
