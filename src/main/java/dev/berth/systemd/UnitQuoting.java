package dev.berth.systemd;

import dev.berth.model.PlainText;
import dev.berth.model.UnitLine;
import dev.berth.model.UnitName;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Values as unit files write them, one function for each kind of value: systemd.syntax(7)
 * "Quoting", systemd.service(5) "Command lines", systemd.unit(5) "Specifiers". Nothing gets into a
 * file of systemd's but through one of them.
 */
public final class UnitQuoting {
  // A plain word needs no quotes anywhere in a command line, and means nothing to systemd.
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z0-9_/.,=][A-Za-z0-9_/.,:=@+-]*|--?[A-Za-z0-9_/.,:=@+-]+");

  private static final Pattern TERM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:,-]*");

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

  /**
   * A word in double quotes, with C escapes, its specifiers taken away; for Environment= and for
   * lines of tmpfiles.d(5).
   *
   * @throws IllegalArgumentException as by {@link #commandLine}
   */
  public static String quoted(String word) {
    demandText(word);
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

  /** The names of units in After= and its like. */
  static String unitNames(Collection<UnitName> names) {
    return names.stream().map(UnitName::text).collect(Collectors.joining(" "));
  }

  /**
   * A path in a list such as that of RequiresMountsFor=, where quotes work and a backslash is one
   * of the path's own (config_parse_unit_mounts_for() in systemd's src/core/load-fragment.c).
   *
   * @throws IllegalArgumentException when it is not absolute, or holds what no line can
   */
  static String path(String path) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("'" + path + "' is no absolute path");
    }
    if (path.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("a path with a control character");
    }
    String plain = demandText(path).replace("%", "%%");
    if (PLAIN.matcher(plain).matches()) {
      return plain;
    }
    // A quote of one kind stands between those of the other.
    return "\"" + plain.replace("\"", "\"'\"'\"") + "\"";
  }

  /**
   * The path of a file that takes the whole line as it is, specifiers aside: EnvironmentFile=.
   *
   * @throws IllegalArgumentException as by {@link #path}, and when the line's ends would take part
   *     of it away
   */
  static String file(Path path) {
    String text = demandLine(path.toString());
    if (!text.startsWith("/") || !text.equals(text.strip())) {
      throw new IllegalArgumentException("'" + text + "' cannot be the file of a unit");
    }
    return text.replace("%", "%%");
  }

  /**
   * A value in systemd's own syntax, its specifiers and quotes included, as the operator wrote it.
   *
   * @throws IllegalArgumentException when it is more than its own line
   */
  static String asWritten(String value) {
    return demandLine(value);
  }

  /**
   * A word of systemd's own or of the kernel's: a directive's name, a KillMode, an SELinux context.
   *
   * @throws IllegalArgumentException when it is no such word
   */
  public static String term(String word) {
    if (!TERM.matcher(word).matches()) {
      throw new IllegalArgumentException("'" + word + "' is no word of a unit");
    }
    return word;
  }

  /** A value of a section that only Berth reads, on one line; a backslash stands before itself. */
  static String field(String text) {
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
  }

  /** systemd ends a line at either, and goes on with the next one after a backslash. */
  private static String demandLine(String text) {
    if (!UnitLine.isWhole(text)) {
      throw new IllegalArgumentException("a value that is not one line of a unit");
    }
    return demandText(text);
  }

  private static String demandText(String text) {
    PlainText.firstForbidden(text)
        .ifPresent(
            point -> {
              throw new IllegalArgumentException(
                  String.format("a value with U+%04X, which systemd takes for no text", point));
            });
    return text;
  }

  /** Free text on one line, such as Description=. */
  static String line(String text) {
    String flat = demandText(text).replaceAll("\\p{Cntrl}+", " ").strip().replace("%", "%%");
    // A backslash at the end would take the next line in (systemd.syntax(7)).
    return flat.endsWith("\\") ? flat + "." : flat;
  }
}
