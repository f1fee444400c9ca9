package dev.berth.export;

import dev.berth.model.PlainText;
import dev.berth.model.UnitLine;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Values as Quadlet's units write them: each key is read in one of a few ways (Podman's
 * pkg/systemd/parser), and what comes of it is a word of a command line, in which systemd fills in
 * its specifiers and variables.
 */
final class UnitText {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_/.,:=@+-]+");

  private UnitText() {}

  /** With the marks doubled that systemd would fill in. */
  private static String marked(String text) {
    return text.replace("%", "%%").replace("$", "$$");
  }

  private static boolean isLine(String text) {
    return UnitLine.isWhole(text)
        && text.chars().noneMatch(Character::isISOControl)
        && PlainText.firstForbidden(text).isEmpty();
  }

  /**
   * For a key of which the last value counts, without quotes around all of it; empty where no line
   * can hold the text.
   */
  static Optional<String> last(String text) {
    if (text.isEmpty()
        || text.chars().anyMatch(Character::isISOControl)
        || PlainText.firstForbidden(text).isPresent()) {
      return Optional.empty();
    }
    boolean isQuoted = !text.equals(text.strip()) || text.startsWith("\"") || text.endsWith("\\");
    return Optional.of(isQuoted ? "\"" + marked(text) + "\"" : marked(text));
  }

  /** For a key each of whose lines is a value as it stands; empty where no line can be the text. */
  static Optional<String> each(String text) {
    return !text.isEmpty() && isLine(text) && !text.endsWith("\\") && text.equals(text.strip())
        ? Optional.of(marked(text))
        : Optional.empty();
  }

  /** For a key of words in which a backslash is one; empty where no word can be the text. */
  static Optional<String> word(String text) {
    if (PLAIN.matcher(text).matches()) {
      return Optional.of(text);
    }
    if (text.isEmpty()
        || text.chars().anyMatch(Character::isISOControl)
        || PlainText.firstForbidden(text).isPresent()) {
      return Optional.empty();
    }
    // A quote of one kind stands between those of the other.
    return Optional.of("'" + marked(text).replace("'", "'\"'\"'") + "'");
  }

  /**
   * For a key of words as on a command line, with C escapes; empty where systemd takes the text for
   * none, or where it is none: Quadlet drops an empty word and all that follows it.
   */
  static Optional<String> argument(String text) {
    if (text.isEmpty() || PlainText.firstForbidden(text).isPresent() || text.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    return Optional.of(PLAIN.matcher(text).matches() ? text : quoted(marked(text)));
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars()
        .forEach(
            c -> {
              switch (c) {
                case '"', '\\' -> quoted.append('\\').append((char) c);
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                case '\r' -> quoted.append("\\r");
                default -> {
                  if (c < ' ' || c == 0x7f) {
                    quoted.append(String.format("\\x%02x", c));
                  } else {
                    quoted.append((char) c);
                  }
                }
              }
            });
    return quoted.append('"').toString();
  }

  /** A JSON list of words, as `Entrypoint=` and `HealthCmd=` take one. */
  static String json(Iterable<String> words) {
    StringBuilder json = new StringBuilder("[");
    for (String word : words) {
      json.append(json.length() > 1 ? "," : "").append('"');
      word.codePoints().forEach(point -> json.append(inJson(point)));
      json.append('"');
    }
    return json.append(']').toString();
  }

  private static String inJson(int point) {
    String text = Character.toString(point);
    if (point == '"' || point == '\\') {
      return "\\" + text;
    }
    if (!Character.isISOControl(point) && PlainText.firstForbidden(text).isEmpty()) {
      return text;
    }
    StringBuilder escaped = new StringBuilder();
    text.chars().forEach(unit -> escaped.append(String.format("\\u%04x", unit)));
    return escaped.toString();
  }
}
