package dev.berth.systemd;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A model of how systemd reads a command line: extract_first_word() with unquoting and C escapes,
 * then specifiers, then variables (src/basic/extract-word.c, src/core/load-fragment.c,
 * src/basic/env-util.c).
 */
final class SystemdCommandLine {
  private final byte[] text;
  private int at;

  private SystemdCommandLine(String line) {
    text = line.getBytes(StandardCharsets.UTF_8);
  }

  /** What systemd would execute. */
  static List<String> parse(String line) {
    if (line.contains("\n")) {
      throw new IllegalArgumentException("the value ends at the newline");
    }
    return new SystemdCommandLine(line).words();
  }

  private List<String> words() {
    List<String> words = new ArrayList<>();
    while (skipBlanks()) {
      boolean separator = text[at] == ';' && (at + 1 == text.length || isBlank(text[at + 1]));
      if (separator) {
        throw new IllegalArgumentException("an unquoted ; begins another command");
      }
      String word = word();
      words.add(words.isEmpty() ? specifiers(word) : variables(specifiers(word)));
    }
    return words;
  }

  private boolean skipBlanks() {
    while (at < text.length && isBlank(text[at])) {
      at++;
    }
    return at < text.length;
  }

  private String word() {
    ByteArrayOutputStream word = new ByteArrayOutputStream();
    int quote = 0;
    for (; at < text.length; at++) {
      byte c = text[at];
      if (c == '\\') {
        unescape(word);
      } else if (quote != 0 && c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
      } else if (quote == 0 && isBlank(c)) {
        break;
      } else {
        word.write(c);
      }
    }
    if (quote != 0) {
      throw new IllegalArgumentException("a quote is not closed");
    }
    return word.toString(StandardCharsets.UTF_8);
  }

  private void unescape(ByteArrayOutputStream word) {
    byte c = text[++at];
    switch (c) {
      case 'n' -> word.write('\n');
      case 't' -> word.write('\t');
      case 'r' -> word.write('\r');
      case '\\', '"', '\'' -> word.write(c);
      case 'x' -> {
        word.write(Integer.parseInt(new String(text, at + 1, 2, StandardCharsets.US_ASCII), 16));
        at += 2;
      }
      default -> throw new IllegalArgumentException("unknown escape \\" + (char) c);
    }
  }

  private static String specifiers(String word) {
    return pairs(word, '%');
  }

  private static String variables(String word) {
    return pairs(word, '$');
  }

  /** Every mark must be doubled: a single one would be expanded. */
  private static String pairs(String word, char mark) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < word.length(); i++) {
      if (word.charAt(i) == mark && (++i == word.length() || word.charAt(i) != mark)) {
        throw new IllegalArgumentException("a single " + mark + " in " + word);
      }
      text.append(word.charAt(i));
    }
    return text.toString();
  }

  private static boolean isBlank(byte c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }
}
