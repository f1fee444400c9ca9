package dev.berth.config;

import dev.berth.model.ShownValue;
import java.util.Collection;

/** Shows an offending value in a message without letting it fill or break the line. */
final class Quote {
  private static final int LONGEST = 80;

  private Quote() {}

  static String of(String text) {
    return "`" + shortened(text) + "`";
  }

  /**
   * A name that the author wrote. What follows a blank, a colon or an equals sign is left out:
   * where a mark was forgotten it is no part of the name but a value, and maybe a secret.
   */
  static String name(String text) {
    int end = 0;
    while (end < text.length() && " \t\r\n:=".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end == text.length() ? of(text) : "`" + shortened(text.substring(0, end)) + "…`";
  }

  /**
   * A value that was written for a key. Only what has the shape of a number is shown, or is near to
   * a word that could stand there; see {@link ShownValue}.
   */
  static String value(String text, Collection<String> words) {
    return Suggestion.nearest(text, words).isPresent() ? of(text) : ShownValue.of(text);
  }

  static String shortened(String text) {
    return shortened(text, LONGEST);
  }

  static String shortened(String text, int longest) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .limit(longest)
        .forEach(
            point -> {
              if (Character.isISOControl(point)) {
                shown.append(String.format("\\u%04x", point));
              } else {
                shown.appendCodePoint(point);
              }
            });
    return text.codePointCount(0, text.length()) > longest ? shown + "…" : shown.toString();
  }
}
