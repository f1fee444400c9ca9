package dev.berth.config;

import java.util.ArrayList;
import java.util.List;

/**
 * A text split at blanks alone, as Paunch split it: by the rule of Python's {@code str.split()},
 * whose blanks are those of Unicode and four separators of ASCII.
 */
final class BlankWords {
  private BlankWords() {}

  static List<String> split(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (isBlank(c)) {
                end(word, words);
              } else {
                word.appendCodePoint(c);
              }
            });
    end(word, words);
    return List.copyOf(words);
  }

  private static void end(StringBuilder word, List<String> words) {
    if (!word.isEmpty()) {
      words.add(word.toString());
      word.setLength(0);
    }
  }

  private static boolean isBlank(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
  }
}
