package dev.berth.model;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The name of a unit, with its ending, so that systemd takes it for what it is. Any other name
 * systemd passes over with a word in its journal.
 *
 * @param text the whole of it, {@code berth-web.service}
 */
public record UnitName(String text) implements Comparable<UnitName> {
  /** How the name of a service ends. */
  public static final String SERVICE = ".service";

  // systemd.unit(5): "must consist of one or more valid characters (ASCII letters, digits, ":",
  // "-", "_", ".", and "\")"; a single "@" stands before a template's instance. A specifier would
  // name another unit than the one that is read there.
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9:_\\\\-][A-Za-z0-9:_.\\\\-]*(@[A-Za-z0-9:_.\\\\@-]+)?");
  // Its section on unit types.
  private static final Set<String> TYPES =
      Set.of(
          "service",
          "socket",
          "device",
          "mount",
          "automount",
          "swap",
          "target",
          "path",
          "timer",
          "slice",
          "scope");
  private static final int LONGEST = 255;

  /** Holds a valid name. */
  public UnitName {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException(
          "unit name " + text + " is longer than " + LONGEST + " characters");
    }
    if (!isValid(text)) {
      throw new IllegalArgumentException("'" + text + "' cannot be the name of a unit");
    }
  }

  /** Whether this is the whole name of a unit; a template without its instance is none. */
  public static boolean isValid(String name) {
    int dot = name.lastIndexOf('.');
    return name.length() <= LONGEST
        && dot > 0
        && TYPES.contains(name.substring(dot + 1))
        && NAME.matcher(name.substring(0, dot)).matches();
  }

  /** The unit of this name; empty where no unit can have it. */
  public static Optional<UnitName> find(String name) {
    return isValid(name) ? Optional.of(new UnitName(name)) : Optional.empty();
  }

  /**
   * The unit of a container.
   *
   * @throws IllegalArgumentException when the two make no valid name
   */
  public static UnitName of(String prefix, ContainerName container) {
    return new UnitName(prefix + container + SERVICE);
  }

  /** The same, empty when the two make no valid name. */
  public static Optional<UnitName> find(String prefix, ContainerName container) {
    return find(prefix + container + SERVICE);
  }

  /**
   * A path as a word of a name, as {@code systemd-escape --path} writes it (systemd.unit(5)): two
   * paths never have the same.
   *
   * @param path without dots and double slashes
   */
  public static String escaped(String path) {
    String text = path.replaceFirst("^/+", "");
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

  @Override
  public int compareTo(UnitName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
