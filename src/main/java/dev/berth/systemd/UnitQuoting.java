package dev.berth.systemd;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Argument lists and values as unit files write them: systemd.syntax(7) "Quoting",
 * systemd.service(5) "Command lines", systemd.unit(5) "Specifiers".
 */
final class UnitQuoting {
  // Needs no quotes anywhere in a command line, and means nothing to systemd.
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z0-9_/.,=][A-Za-z0-9_/.,:=@+-]*|--?[A-Za-z0-9_/.,:=@+-]+");

  private UnitQuoting() {}

  /**
   * A command line of ExecStart= and its like.
   *
   * @throws IllegalArgumentException when a word holds a NUL, which no process can be given
   */
  static String commandLine(List<String> argv) {
    if (!argv.getFirst().startsWith("/")) {
      throw new IllegalArgumentException(
          "a unit's command needs an absolute path, not " + argv.getFirst());
    }
    return argv.stream().map(UnitQuoting::word).collect(Collectors.joining(" "));
  }

  private static String word(String word) {
    return PLAIN.matcher(word).matches() ? word : quoted(word.replace("$", "$$"));
  }

  /** A word in double quotes, its specifiers taken away; for Environment= and its like. */
  static String quoted(String word) {
    StringBuilder text = new StringBuilder("\"");
    word.chars().forEach(c -> append(text, (char) c));
    return text.append('"').toString();
  }

  private static void append(StringBuilder text, char c) {
    switch (c) {
      case '"', '\\' -> text.append('\\').append(c);
      case '%' -> text.append("%%");
      case '\n' -> text.append("\\n");
      case '\t' -> text.append("\\t");
      case '\r' -> text.append("\\r");
      case '\0' -> throw new IllegalArgumentException("an argument cannot hold a NUL");
      default -> {
        if (c < ' ' || c == 0x7f) {
          text.append(String.format("\\x%02x", (int) c));
        } else {
          text.append(c);
        }
      }
    }
  }

  /** Free text on one line, such as Description=. */
  static String line(String text) {
    String flat = text.replaceAll("\\p{Cntrl}+", " ").strip().replace("%", "%%");
    // A backslash at the end would take the next line in (systemd.syntax(7)).
    return flat.endsWith("\\") ? flat + "." : flat;
  }
}
