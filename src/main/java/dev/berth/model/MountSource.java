package dev.berth.model;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a container is to mount, as a text names it.
 *
 * @param name a path of the host, or the name of a volume
 * @param isReadOnly whether the text says so
 */
public record MountSource(String name, boolean isReadOnly) {
  // -v SOURCE:/path:options, --volume=SOURCE:/path and -vSOURCE:/path of podman-run(1).
  private static final Pattern VOLUME =
      Pattern.compile("(?<=^|[\\s\"'=])(?:-v)?([^\\s:,\"'=]+):/[^\\s:\"']*(:[^\\s\"']*)?");
  // --mount …,source=SOURCE,….
  private static final Pattern MOUNT =
      Pattern.compile("(?<=[\\s\"',=])(?:source|src)=([^\\s,\"'\\\\]+)");

  /** Those in a unit's text, with what looks like one. */
  public static List<MountSource> in(String unitText) {
    List<MountSource> sources = new ArrayList<>();
    Matcher volume = VOLUME.matcher(unitText);
    while (volume.find()) {
      sources.add(new MountSource(volume.group(1), isReadOnly(volume.group(2))));
    }
    Matcher mount = MOUNT.matcher(unitText);
    while (mount.find()) {
      sources.add(new MountSource(mount.group(1), false));
    }
    return List.copyOf(sources);
  }

  /** That of {@code SOURCE:PATH:OPTIONS}. */
  public static MountSource of(String volume) {
    String[] parts = volume.split(":", 3);
    return new MountSource(parts[0], parts.length > 2 && isReadOnly(":" + parts[2]));
  }

  private static boolean isReadOnly(@Nullable String options) {
    return options != null && List.of(options.substring(1).split(",")).contains("ro");
  }
}
