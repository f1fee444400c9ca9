package dev.berth.engine;

import dev.berth.model.ContainerPath;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A named volume in the arguments of {@code run}, written and read back. {@code --volume} has no
 * quotes, so that a colon in a path would begin the options; a path that needs quotes goes by
 * {@code --mount}, whose value is a line of CSV (RFC 4180; podman-run(1), docker-run(1)).
 *
 * @param volume the volume's name
 * @param path where it is mounted, as written
 */
public record VolumeArgument(String volume, String path) {
  private static final String VOLUME = "--volume=";
  private static final Pattern NEEDS_QUOTES = Pattern.compile("[:,\"\\\\]");
  private static final Pattern MOUNT =
      Pattern.compile("--mount=type=volume,source=([^,\"]+),\"destination=(.*)\"", Pattern.DOTALL);

  /** Whether the path can only be said with {@code --mount}. */
  static boolean needsQuotes(ContainerPath path) {
    return NEEDS_QUOTES.matcher(path.text()).find();
  }

  /** The argument for a volume without options. */
  static String of(String volume, ContainerPath path) {
    return needsQuotes(path)
        ? "--mount=type=volume,source="
            + volume
            + ",\"destination="
            + path.text().replace("\"", "\"\"")
            + "\""
        : VOLUME + volume + ":" + path.text();
  }

  /** What an argument of {@code run} mounts; empty when it mounts no volume with a name. */
  public static Optional<VolumeArgument> parse(String argument) {
    Matcher mount = MOUNT.matcher(argument);
    if (mount.matches()) {
      return Optional.of(new VolumeArgument(mount.group(1), mount.group(2).replace("\"\"", "\"")));
    }
    if (!argument.startsWith(VOLUME)) {
      return Optional.empty();
    }
    String[] parts = argument.substring(VOLUME.length()).split(":", 3);
    return parts.length > 1 && !parts[0].contains("/")
        ? Optional.of(new VolumeArgument(parts[0], parts[1]))
        : Optional.empty();
  }
}
