package dev.berth.config;

import java.util.ArrayList;
import java.util.List;

/**
 * A string split into words as a POSIX shell splits them: quotes and backslashes count, nothing is
 * expanded.
 *
 * @param words the words; empty when the string is at fault
 * @param fault what is wrong; empty when nothing is
 */
record ShellWords(List<String> words, String fault) {
  ShellWords {
    words = List.copyOf(words);
  }

  static ShellWords split(String text) {
    return new Splitter(text).split();
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }

  /** One pass over the text. */
  private static final class Splitter {
    private final String text;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    // An empty pair of quotes is a word too.
    private boolean inWord;
    private int next;

    Splitter(String text) {
      this.text = text;
    }

    ShellWords split() {
      while (next < text.length()) {
        char c = text.charAt(next++);
        boolean closed =
            switch (c) {
              case '\'' -> singleQuoted();
              case '"' -> doubleQuoted();
              case '\\' -> escaped();
              default -> {
                plain(c);
                yield true;
              }
            };
        if (!closed) {
          String fault =
              c == '\\' ? "a backslash ends the text" : "the quote " + c + " is not closed";
          return new ShellWords(List.of(), fault);
        }
      }
      end();
      return new ShellWords(words, "");
    }

    private void plain(char c) {
      if (isBlank(c)) {
        end();
      } else {
        inWord = true;
        word.append(c);
      }
    }

    private void end() {
      if (inWord) {
        words.add(word.toString());
        word.setLength(0);
        inWord = false;
      }
    }

    private boolean singleQuoted() {
      inWord = true;
      int close = text.indexOf('\'', next);
      if (close < 0) {
        return false;
      }
      word.append(text, next, close);
      next = close + 1;
      return true;
    }

    private boolean doubleQuoted() {
      inWord = true;
      while (next < text.length()) {
        char c = text.charAt(next++);
        if (c == '"') {
          return true;
        }
        if (c == '\\' && next < text.length()) {
          char after = text.charAt(next++);
          // Inside double quotes a backslash stays before what it does not protect.
          if ("$`\"\\\n".indexOf(after) < 0) {
            word.append(c);
          }
          if (after != '\n') {
            word.append(after);
          }
        } else {
          word.append(c);
        }
      }
      return false;
    }

    private boolean escaped() {
      if (next == text.length()) {
        return false;
      }
      char c = text.charAt(next++);
      if (c != '\n') {
        inWord = true;
        word.append(c);
      }
      return true;
    }
  }
}
