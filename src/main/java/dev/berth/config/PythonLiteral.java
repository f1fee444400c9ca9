package dev.berth.config;

import java.util.Map;
import java.util.Optional;

/**
 * Turns what Python prints of a dictionary into JSON: the quotes of strings, their escapes, and the
 * three words. Nothing is evaluated.
 */
final class PythonLiteral {
  private static final Map<String, String> WORDS =
      Map.of("True", "true", "False", "false", "None", "null");

  private final String text;
  private final StringBuilder json = new StringBuilder();
  private int at;

  private PythonLiteral(String text) {
    this.text = text;
  }

  /** Whether the text is a dictionary in Python's form; JSON's first key has double quotes. */
  static boolean isDictionary(String text) {
    String inner = text.strip();
    inner = inner.startsWith("{") ? inner.substring(1).stripLeading() : "";
    return inner.startsWith("'") || inner.startsWith("u'");
  }

  /** The same as JSON, or empty where it is no literal. */
  static Optional<String> json(String text) {
    PythonLiteral literal = new PythonLiteral(text);
    return literal.convert() ? Optional.of(literal.json.toString()) : Optional.empty();
  }

  private boolean convert() {
    while (at < text.length()) {
      char c = text.charAt(at);
      boolean understood =
          switch (c) {
            case '\'', '"' -> string(c);
            case '(' -> take('[');
            case ')' -> take(']');
            case '{', '}', '[', ']', ':', ',', ' ', '\n' -> take(c);
            default -> word();
          };
      if (!understood) {
        return false;
      }
    }
    return true;
  }

  private boolean take(char written) {
    json.append(written);
    at++;
    return true;
  }

  /** A number, one of the three words, or Python 2's mark of a text. */
  private boolean word() {
    int start = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || "+-._".indexOf(text.charAt(at)) >= 0)) {
      at++;
    }
    String word = text.substring(start, at);
    boolean isMark = word.equals("u") && at < text.length() && text.charAt(at) == '\'';
    boolean isNumber = word.matches("-?\\d+(\\.\\d+)?(e[+-]?\\d+)?");
    json.append(isNumber ? word : WORDS.getOrDefault(word, ""));
    return isMark || isNumber || WORDS.containsKey(word);
  }

  private boolean string(char quote) {
    json.append('"');
    at++;
    while (at < text.length() && text.charAt(at) != quote) {
      char c = text.charAt(at++);
      if (c != '\\') {
        character(c);
      } else if (at >= text.length() || !escape(text.charAt(at++))) {
        return false;
      }
    }
    json.append('"');
    return at++ < text.length();
  }

  private boolean escape(char c) {
    return switch (c) {
      case 'n' -> character('\n');
      case 'r' -> character('\r');
      case 't' -> character('\t');
      case '\\', '\'', '"' -> character(c);
      case 'x' -> code(2);
      case 'u' -> code(4);
      case 'U' -> code(8);
      default -> false;
    };
  }

  private boolean code(int digits) {
    String hex = text.substring(at, Math.min(at + digits, text.length()));
    if (hex.length() < digits || !hex.matches("[0-9a-fA-F]+")) {
      return false;
    }
    at += digits;
    long point = Long.parseLong(hex, 16);
    if (!Character.isValidCodePoint((int) Math.min(point, Integer.MAX_VALUE))) {
      return false;
    }
    for (char c : Character.toChars((int) point)) {
      character(c);
    }
    return true;
  }

  private boolean character(char c) {
    if (c == '"' || c == '\\') {
      json.append('\\').append(c);
    } else if (c < ' ' || c == 0x7f || Character.isSurrogate(c) || (c >= 0x80 && c < 0xa0)) {
      json.append(String.format("\\u%04x", (int) c));
    } else {
      json.append(c);
    }
    return true;
  }
}
