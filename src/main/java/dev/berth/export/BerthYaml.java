package dev.berth.export;

import dev.berth.model.VisibleText;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes trees as YAML that every reader of it takes for the same, for people to read and change.
 */
public final class BerthYaml {
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z0-9/_.-][A-Za-z0-9/_.@+%-]*(?:[:=,][A-Za-z0-9/_.@+%=,-]+)*");
  private static final Pattern LIKE_A_NUMBER =
      Pattern.compile("[-.]*|[-.]*[0-9][0-9a-foxA-FOX_.:+-]*");
  private static final Set<String> WORDS =
      Set.of("true", "false", "yes", "no", "on", "off", "y", "n", "null", ".inf", "-.inf", ".nan");

  private final StringBuilder text = new StringBuilder();

  private BerthYaml() {}

  /**
   * The text of a file.
   *
   * @param tree values are maps, lists, texts, numbers and booleans
   */
  public static String of(Map<String, ?> tree) {
    BerthYaml yaml = new BerthYaml();
    yaml.map(tree, "");
    return yaml.text.toString();
  }

  private void map(Map<?, ?> map, String indent) {
    map.forEach(
        (name, value) -> {
          note(value, indent);
          text.append(indent).append(scalar(String.valueOf(name))).append(':');
          value(value, indent);
        });
  }

  private void value(Object value, String indent) {
    switch (value) {
      case Noted noted -> value(noted.value(), indent);
      case Map<?, ?> map when !map.isEmpty() -> {
        text.append('\n');
        map(map, indent + "  ");
      }
      case List<?> list when !list.isEmpty() -> {
        text.append('\n');
        list.forEach(item -> item(item, indent + "  "));
      }
      case Map<?, ?> empty -> text.append(" {}\n");
      case List<?> empty -> text.append(" []\n");
      case String string when isBlock(string) -> block(string, indent + "  ");
      case String string -> text.append(' ').append(scalar(string)).append('\n');
      default -> text.append(' ').append(value).append('\n');
    }
  }

  private void note(Object value, String indent) {
    if (value instanceof Noted noted) {
      noted
          .note()
          .lines()
          .forEach(
              line -> text.append(indent).append("# ").append(VisibleText.of(line)).append('\n'));
    }
  }

  private void item(Object given, String indent) {
    note(given, indent);
    Object item = given instanceof Noted noted ? noted.value() : given;
    text.append(indent).append('-');
    if (item instanceof Map<?, ?> map && !map.isEmpty()) {
      int begin = text.length();
      map(map, indent + "  ");
      // The first field stands on the line of its dash.
      text.replace(begin, begin + indent.length() + 2, " ");
    } else {
      value(item, indent);
    }
  }

  /** Text of several lines that can stand as it is. */
  private static boolean isBlock(String string) {
    return string.indexOf('\n') >= 0
        && !string.isBlank()
        && !Character.isWhitespace(string.charAt(0))
        && string.indexOf('\r') < 0
        && string.lines().allMatch(VisibleText::isVisible);
  }

  private void block(String string, String indent) {
    int ends = string.length() - string.stripTrailing().length();
    String chomp = !string.endsWith("\n") ? "-" : ends == 1 ? "" : "+";
    text.append(" |").append(chomp).append('\n');
    String body = string.endsWith("\n") ? string.substring(0, string.length() - 1) : string;
    for (String line : body.split("\n", -1)) {
      text.append(line.isEmpty() ? "" : indent).append(line).append('\n');
    }
  }

  private static String scalar(String string) {
    boolean plain =
        PLAIN.matcher(string).matches()
            && !LIKE_A_NUMBER.matcher(string).matches()
            && !WORDS.contains(string.toLowerCase(java.util.Locale.ROOT));
    return plain ? string : quoted(string);
  }

  private static String quoted(String string) {
    StringBuilder quoted = new StringBuilder("\"");
    string
        .codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                case '\r' -> quoted.append("\\r");
                default -> {
                  if (!VisibleText.isVisible(Character.toString(c))) {
                    quoted.append(String.format(c < 0x10000 ? "\\u%04x" : "\\U%08x", c));
                  } else {
                    quoted.appendCodePoint(c);
                  }
                }
              }
            });
    return quoted.append('"').toString();
  }
}
