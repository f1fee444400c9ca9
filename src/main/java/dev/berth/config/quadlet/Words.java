package dev.berth.config.quadlet;

import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Splits a value into words: blanks part them, single and double quotes hold them together.
 *
 * <p>Quadlet itself passes over what is wrong here, and a value of a unit would silently get lost;
 * so that is a problem.
 */
final class Words {
  private static final String ESCAPES = "abfnrtv\\\"'s";
  private static final String MEANINGS = "\u0007\b\f\n\r\t\u000b\\\"' ";

  private final PlacedText value;
  private final boolean unescapes;
  private final Problems problems;
  private final List<Word> words = new ArrayList<>();
  private int next;

  private Words(PlacedText value, boolean unescapes, Problems problems) {
    this.value = value;
    this.unescapes = unescapes;
    this.problems = problems;
  }

  /**
   * The words of a value, as far as it has any.
   *
   * @param unescapes whether a backslash begins an escape, as in a command line
   */
  static List<Word> of(PlacedText value, boolean unescapes, Problems problems) {
    Words words = new Words(value, unescapes, problems);
    while (words.hasNext()) {
      words.word();
    }
    return List.copyOf(words.words);
  }

  private boolean hasNext() {
    while (next < value.text().length() && Character.isWhitespace(value.text().charAt(next))) {
      next++;
    }
    return next < value.text().length();
  }

  private void word() {
    String text = value.text();
    SourcePosition at = value.at(next);
    StringBuilder word = new StringBuilder();
    int quoteAt = -1;
    while (next < text.length()) {
      char c = text.charAt(next);
      if (c == '\\' && unescapes) {
        escape(word);
        continue;
      }
      next++;
      if (quoteAt >= 0 && c == text.charAt(quoteAt)) {
        quoteAt = -1;
      } else if (quoteAt < 0 && (c == '"' || c == '\'')) {
        quoteAt = next - 1;
      } else if (quoteAt < 0 && Character.isWhitespace(c)) {
        break;
      } else {
        word.append(c);
      }
    }
    if (quoteAt >= 0) {
      problems.error(
          value.at(quoteAt), "a quote that does not end", "end it, or write \\x22 or \\x27 for it");
    }
    if (word.isEmpty()) {
      problems.warning(
          at,
          "an empty word: Quadlet has dropped it and all that follows it, and here both are kept",
          "take it away where it has been in vain");
    }
    words.add(new Word(word.toString(), at));
  }

  private void escape(StringBuilder word) {
    String text = value.text();
    int at = next;
    char kind = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
    int named = ESCAPES.indexOf(kind);
    if (named >= 0) {
      word.append(MEANINGS.charAt(named));
      next = at + 2;
      return;
    }
    int begin = "xuU".indexOf(kind) >= 0 ? at + 2 : at + 1;
    int digits =
        switch (kind) {
          case 'x' -> 2;
          case 'u' -> 4;
          case 'U' -> 8;
          default -> 3;
        };
    OptionalInt point = point(begin, digits, begin == at + 2 ? 16 : 8);
    if (point.isEmpty()) {
      problems.error(
          value.at(at), "a backslash that begins no escape", "write \\\\ for a backslash");
      next = at + 1;
      return;
    }
    word.appendCodePoint(point.getAsInt());
    next = begin + digits;
  }

  /** The character of a number; empty where there is none, or where it is none. */
  private OptionalInt point(int begin, int digits, int radix) {
    String text = value.text();
    if (begin + digits > text.length()) {
      return OptionalInt.empty();
    }
    long number = 0;
    for (int i = begin; i < begin + digits; i++) {
      int digit = Character.digit(text.charAt(i), radix);
      if (digit < 0) {
        return OptionalInt.empty();
      }
      number = number * radix + digit;
    }
    boolean fits = radix == 16 ? Character.isValidCodePoint((int) number) : number <= 255;
    return fits && number > 0 && number <= Character.MAX_CODE_POINT
        ? OptionalInt.of((int) number)
        : OptionalInt.empty();
  }
}
