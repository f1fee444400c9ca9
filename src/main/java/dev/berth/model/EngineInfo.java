package dev.berth.model;

/**
 * The engine that containers run on.
 *
 * @param name {@code podman} or {@code docker}
 * @param version as the engine says it, {@code 5.4.2}
 */
public record EngineInfo(String name, String version) {

  /** Whether the version is at least this one; a text that is no version counts as old. */
  public boolean isAtLeast(int major, int minor) {
    String[] parts = version.split("[.-]", 3);
    try {
      int ownMajor = Integer.parseInt(parts[0]);
      int ownMinor = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
      return ownMajor > major || (ownMajor == major && ownMinor >= minor);
    } catch (NumberFormatException none) {
      return false;
    }
  }
}
