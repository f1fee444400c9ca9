package dev.berth.systemd;

/**
 * The name of a service unit.
 *
 * @param text with its suffix
 */
public record UnitName(String text) {
  // systemd.unit(5): "The name ... at most 255 characters"; what else may stand in it.
  private static final int LONGEST = 255;
  private static final String ALLOWED = "[A-Za-z0-9:_.\\\\-]+";
  private static final String SERVICE = ".service";

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
   * The unit of a container.
   *
   * @throws IllegalArgumentException when the two make no valid name
   */
  public static UnitName of(String prefix, String container) {
    return new UnitName(prefix + container + SERVICE);
  }

  @Override
  public String toString() {
    return text;
  }
}
