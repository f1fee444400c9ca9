package dev.berth.systemd;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * The name of a service unit.
 *
 * @param text with its suffix
 */
public record UnitName(String text) {
  // systemd.unit(5): "The name ... at most 255 characters"; what else may stand in it.
  private static final int LONGEST = 255;
  private static final String ALLOWED = "[A-Za-z0-9:_.\\\\-]+";

  /** How the name of a service ends. */
  static final String SERVICE = ".service";

  /** Holds a valid name. */
  public UnitName {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException(
          "unit name " + text + " is longer than " + LONGEST + " characters");
    }
    if (!text.matches(ALLOWED) || text.startsWith(".")) {
      throw new IllegalArgumentException("'" + text + "' cannot be the name of a unit");
    }
  }

  /**
   * A path as a word of a name, as {@code systemd-escape --path} writes it (systemd.unit(5)): two
   * paths never have the same.
   */
  public static String escaped(Path path) {
    String text = path.normalize().toString().replaceFirst("^/+", "");
    StringBuilder word = new StringBuilder();
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (octet & 0xff);
      boolean isPlain =
          (c < 0x80 && Character.isLetterOrDigit(c))
              || c == ':'
              || c == '_'
              || (c == '.' && !word.isEmpty());
      word.append(
          c == '/'
              ? "-"
              : isPlain ? String.valueOf(c) : String.format(Locale.ROOT, "\\x%02x", (int) c));
    }
    return word.isEmpty() ? "-" : word.toString();
  }

  /**
   * The unit of a container.
   *
   * @throws IllegalArgumentException when the two make no valid name
   */
  public static UnitName of(String prefix, String container) {
    return new UnitName(prefix + container + SERVICE);
  }

  /** The same, empty when the two make no valid name. */
  public static Optional<UnitName> find(String prefix, String container) {
    try {
      return Optional.of(of(prefix, container));
    } catch (IllegalArgumentException wrong) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
