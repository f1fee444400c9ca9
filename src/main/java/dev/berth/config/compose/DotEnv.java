package dev.berth.config.compose;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of an environment file by Compose's rules: {@code export}, quotes, several lines
 * within quotes, comments, variables in values.
 */
final class DotEnv {
  private static final Pattern ESCAPE = Pattern.compile("\\\\(?:[abcfnrtv$\"\\\\]|0\\d{0,3})");
  private static final Pattern EXPORT = Pattern.compile("export\\s+");

  private final String text;
  private final Map<String, String> known;
  private final Map<String, String> found;
  private final Consumer<String> unset;
  private int index;
  private int counted;
  private int line = 1;

  private DotEnv(
      String text, Map<String, String> known, Map<String, String> found, Consumer<String> unset) {
    this.text = text;
    this.known = known;
    this.found = found;
    this.unset = unset;
  }

  /** Why a file cannot be read. */
  static final class Fault extends Exception {
    private static final long serialVersionUID = 1L;
    private final int line;

    Fault(int line, String message) {
      super(message);
      this.line = line;
    }

    /** Counted from 1. */
    int line() {
      return line;
    }
  }

  /**
   * Adds what the text says to what was found before.
   *
   * @param known variables that count before those of the file
   * @param unset is told the name of each variable that a value needs and nobody sets
   */
  static void read(
      String text, Map<String, String> known, Map<String, String> found, Consumer<String> unset)
      throws Fault {
    new DotEnv(text, known, found, unset).statements();
  }

  /** The lines {@code NAME=value} as they are ({@code format: raw}). */
  static Map<String, String> raw(String text) {
    Map<String, String> found = new LinkedHashMap<>();
    text.lines()
        .map(String::stripLeading)
        .filter(line -> !line.isEmpty() && line.charAt(0) != '#')
        .forEach(
            line -> {
              int equals = line.indexOf('=');
              if (equals > 0) {
                found.put(line.substring(0, equals), line.substring(equals + 1));
              }
            });
    return found;
  }

  private void statements() throws Fault {
    while (toStatement()) {
      int line = line();
      if (EXPORT.matcher(text).region(index, text.length()).lookingAt()) {
        index += "export".length();
        skipBlanks();
      }
      int end = nameEnd(line);
      char sign = end < text.length() ? text.charAt(end) : '\n';
      String name = text.substring(index, end).stripTrailing();
      if (name.indexOf(' ') >= 0) {
        throw new Fault(line, "a name with a blank in it");
      }
      index = Math.min(end + 1, text.length());
      skipBlanks();
      if (sign == '\n') {
        String value = known(name);
        if (value != null) {
          found.put(name, value);
        }
      } else {
        found.put(name, value(line));
      }
    }
  }

  /** Counted on from where it was asked for last: a file may have many lines. */
  private int line() {
    while (counted < index) {
      if (text.charAt(counted++) == '\n') {
        line++;
      }
    }
    return line;
  }

  private @Nullable String known(String name) {
    String value = known.get(name);
    return value == null ? found.get(name) : value;
  }

  private boolean toStatement() {
    while (index < text.length()) {
      char c = text.charAt(index);
      if (Character.isWhitespace(c) || c == '\u0085' || c == '\u00a0') {
        index++;
      } else if (c == '#') {
        int end = text.indexOf('\n', index);
        index = end < 0 ? text.length() : end;
      } else {
        return true;
      }
    }
    return false;
  }

  private void skipBlanks() {
    while (index < text.length() && isBlank(text.charAt(index))) {
      index++;
    }
  }

  private static boolean isBlank(char c) {
    return "\t\u000b\f\r \u0085\u00a0".indexOf(c) >= 0;
  }

  private int nameEnd(int line) throws Fault {
    for (int i = index; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isBlank(c) || "_.-[]".indexOf(c) >= 0 || Character.isLetterOrDigit(c)) {
        continue;
      }
      if (c == '=' || c == ':' || c == '\n') {
        return i;
      }
      throw new Fault(line, "a name with a character that no name has");
    }
    return text.length();
  }

  private String value(int line) throws Fault {
    if (index < text.length() && (text.charAt(index) == '"' || text.charAt(index) == '\'')) {
      return quoted(text.charAt(index), line);
    }
    int end = text.indexOf('\n', index);
    String value = text.substring(index, end < 0 ? text.length() : end);
    index = end < 0 ? text.length() : end + 1;
    int comment = value.indexOf(" #");
    return filled(comment < 0 ? value : value.substring(0, comment), line, true);
  }

  private String quoted(char quote, int line) throws Fault {
    StringBuilder value = new StringBuilder();
    boolean escape = false;
    for (int i = index + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == quote && !escape) {
        index = i + 1;
        return quote == '"' ? filled(unescaped(value.toString()), line, false) : value.toString();
      }
      if (c != quote && !escape && c == '\\') {
        escape = true;
        continue;
      }
      if (c != quote && escape) {
        value.append('\\');
      }
      escape = false;
      value.append(c);
    }
    throw new Fault(line, "a quote that does not end");
  }

  private String filled(String value, int line, boolean strip) throws Fault {
    try {
      return new Template(this::known, unset).filled(strip ? value.stripTrailing() : value);
    } catch (Template.Fault fault) {
      throw new Fault(line, String.valueOf(fault.getMessage()));
    }
  }

  private static String unescaped(String value) {
    return ESCAPE
        .matcher(value)
        .replaceAll(
            found -> {
              String escape = found.group();
              char kind = escape.charAt(1);
              String plain =
                  switch (kind) {
                    case 'a' -> "\u0007";
                    case 'b' -> "\b";
                    case 'f' -> "\f";
                    case 'n' -> "\n";
                    case 'r' -> "\r";
                    case 't' -> "\t";
                    case 'v' -> "\u000b";
                    case '$' -> "$$";
                    case '"', '\\' -> String.valueOf(kind);
                    case '0' ->
                        escape.length() == 5 && escape.charAt(2) <= '3' ? octal(escape) : escape;
                    default -> escape;
                  };
              return Matcher.quoteReplacement(plain);
            });
  }

  private static String octal(String escape) {
    String digits = escape.substring(2);
    return digits.chars().allMatch(c -> c <= '7')
        ? String.valueOf((char) Integer.parseInt(digits, 8))
        : escape;
  }
}
