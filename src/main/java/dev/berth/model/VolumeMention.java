package dev.berth.model;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A named volume as other texts name it: by its name where a source stands, or by the path at which
 * the engine keeps it.
 */
public final class VolumeMention {
  private static final String KEPT_IN = "/_data";
  private static final String END = "(?=[/:,\\\\\\s\"']|$)";

  private final String name;
  private final Optional<String> directory;
  private final Pattern pattern;

  private VolumeMention(String name, Optional<String> directory) {
    this.name = name;
    this.directory = directory;
    String quoted = Pattern.quote(name);
    // -v NAME:/path, --volume=NAME:/path and -vNAME:/path; --mount …,source=NAME,….
    String byName =
        "(?:(?<=^|[\\s\"'=])|(?<=\\s-v))" + quoted + ":(?=/)|(?:source|src)=" + quoted + END;
    this.pattern =
        Pattern.compile(
            directory.map(path -> byName + "|" + Pattern.quote(path) + END).orElse(byName));
  }

  /** Of a volume; by its name alone where its path is not known. */
  public static VolumeMention of(ObservedVolume volume) {
    return new VolumeMention(volume.name(), directory(volume.mountpoint()));
  }

  /** Of a volume that is not there, by its name. */
  public static VolumeMention named(String name) {
    return new VolumeMention(name, Optional.empty());
  }

  /** Podman and Docker keep the content in a directory below the volume's own. */
  private static Optional<String> directory(String mountpoint) {
    if (mountpoint.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        mountpoint.endsWith(KEPT_IN)
            ? mountpoint.substring(0, mountpoint.length() - KEPT_IN.length())
            : mountpoint);
  }

  /** The directory that the engine keeps for it, above its content; empty where it is not known. */
  public Optional<String> directory() {
    return directory;
  }

  /** Whether a unit's text names it. */
  public boolean isIn(String unitText) {
    return pattern.matcher(unitText).find();
  }

  /** Whether a path of the host lies in it. */
  public boolean isAt(String path) {
    return path.startsWith("/")
        && directory.map(AbsolutePath::of).filter(AbsolutePath.of(path)::isIn).isPresent();
  }

  /** Whether a mount has it as its source. */
  public boolean isIn(ObservedMount mount) {
    return mount.volume().equals(name) || isAt(mount.source());
  }

  /**
   * Whether what was last applied to a container uses it: as it was written, or as the volume that
   * Berth gives to a path without one, whose name begins with the container's.
   */
  public boolean isIn(ContainerName container, Applied record) {
    return name.matches(Pattern.quote(container.text()) + "-[0-9a-f]{12}")
        || record
            .mounts()
            .map(volume -> volume.split(":", 2)[0])
            .anyMatch(source -> source.equals(name) || isAt(source));
  }
}
