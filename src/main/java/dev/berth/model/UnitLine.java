package dev.berth.model;

/** What can stand after the {@code =} of one line in a unit's file (systemd.syntax(7)). */
public final class UnitLine {
  private UnitLine() {}

  /**
   * Whether the text is one line, and leaves the next one alone: without control characters but
   * tabs, as newline, carriage return and NUL end a line; and without a backslash at its end that
   * no other one stands before, which would take the next line in.
   */
  public static boolean isWhole(String text) {
    boolean controlled = text.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f);
    int backslashes = 0;
    while (backslashes < text.length() && text.charAt(text.length() - 1 - backslashes) == '\\') {
      backslashes++;
    }
    return !controlled && backslashes % 2 == 0;
  }
}
