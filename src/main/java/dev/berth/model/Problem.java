package dev.berth.model;

/**
 * Something the operator has to know before anything changes.
 *
 * @param severity an error ends the run before the first change; a warning does not
 * @param at where the cause stands
 * @param message what is wrong, without the position and without a full stop
 * @param advice what to do about it; empty when the message says it already
 */
public record Problem(Severity severity, SourcePosition at, String message, String advice) {

  /** How much a problem weighs. */
  public enum Severity {
    /** Nothing may change while it stands. */
    ERROR,
    /** Reported, and the run goes on. */
    WARNING
  }

  /** An error with advice. */
  public static Problem error(SourcePosition at, String message, String advice) {
    return new Problem(Severity.ERROR, at, message, advice);
  }

  /** An error whose message says what to do. */
  public static Problem error(SourcePosition at, String message) {
    return error(at, message, "");
  }

  /** A warning with advice. */
  public static Problem warning(SourcePosition at, String message, String advice) {
    return new Problem(Severity.WARNING, at, message, advice);
  }

  /** Whether it forbids any change. */
  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /**
   * One line: {@code file:line:column: error: message (advice)}; what stands in no file is named in
   * place of the position.
   */
  @Override
  public String toString() {
    String head = at + ": " + (isError() ? "error: " : "warning: ") + message;
    return advice.isEmpty() ? head : head + " (" + advice + ")";
  }
}
