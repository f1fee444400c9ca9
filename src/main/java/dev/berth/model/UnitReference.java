package dev.berth.model;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * How a configuration names a unit of the host: with its ending, so that systemd takes it for what
 * it is. Any other name systemd passes over with a word in its journal.
 */
public final class UnitReference {
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

  private UnitReference() {}

  /** Whether this is the whole name of a unit; a template without its instance is none. */
  public static boolean isValid(String name) {
    int dot = name.lastIndexOf('.');
    return name.length() <= LONGEST
        && dot > 0
        && TYPES.contains(name.substring(dot + 1))
        && NAME.matcher(name.substring(0, dot)).matches();
  }
}
