package dev.berth.model;

import java.util.Locale;

/**
 * Text from outside (images, labels, other tools' containers, what programs print) as people are
 * shown it: what would move a terminal's cursor, change its state, or reorder what stands beside it
 * is written as an escape.
 */
public final class VisibleText {
  private VisibleText() {}

  /** On one line: newlines and tabs are escaped as well. */
  public static String of(String text) {
    return escaped(text, false);
  }

  /** Whether nothing in it has to be escaped to be shown on one line. */
  public static boolean isVisible(String text) {
    return isAllShown(text, false);
  }

  /** On as many lines as it has. */
  public static String lines(String text) {
    return escaped(text, true);
  }

  private static String escaped(String text, boolean ofLines) {
    if (isAllShown(text, ofLines)) {
      return text;
    }
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .forEach(
            point -> {
              if (isShown(point, ofLines)) {
                shown.appendCodePoint(point);
              } else {
                shown.append(escape(point));
              }
            });
    return shown.toString();
  }

  private static boolean isAllShown(String text, boolean ofLines) {
    int point;
    for (int i = 0; i < text.length(); i += Character.charCount(point)) {
      point = text.codePointAt(i);
      if (!isShown(point, ofLines)) {
        return false;
      }
    }
    return true;
  }

  private static String escape(int point) {
    return switch (point) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default ->
          String.format(
              Locale.ROOT,
              point < 0x100 ? "\\x%02x" : point < 0x10000 ? "\\u%04x" : "\\U%08x",
              point);
    };
  }

  /**
   * Not controls (ESC, and U+0080 to U+009F, which terminals take for ESC and a letter), not what
   * turns the direction of a line or has no width (Unicode's format characters but for the joiners
   * that scripts need), not the separators of lines, not what is no character.
   */
  private static boolean isShown(int point, boolean ofLines) {
    if (point >= ' ' && point < 0x7f) {
      return true;
    }
    if (ofLines && (point == '\n' || point == '\t')) {
      return true;
    }
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      case Character.FORMAT -> point == 0x200c || point == 0x200d;
      default -> true;
    };
  }
}
