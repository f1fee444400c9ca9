package dev.berth.model;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The name that holds an image for a unit: units run images by their ids, and an image whose last
 * name has gone is taken by the next {@code image prune}.
 */
public final class HeldImage {
  /** What these names begin with; nothing else of a host's does. */
  public static final String PREFIX = "localhost/berth/";

  private static final int SHORT_ID = 12;

  // A component of a repository's name (distribution's reference package): stricter than what a
  // container may be called.
  private static final Pattern COMPONENT =
      Pattern.compile("[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*");

  private HeldImage() {}

  /**
   * The name, one for each container and image.
   *
   * @param imageId the full id, without {@code sha256:}
   */
  public static String name(ContainerName container, String imageId) {
    return PREFIX + component(container.text()) + ":" + imageId.substring(0, SHORT_ID);
  }

  /** What is not the container's own name ends in its hash, so that no two have the same. */
  private static String component(String container) {
    if (COMPONENT.matcher(container).matches()) {
      return container;
    }
    CRC32 hash = new CRC32();
    hash.update(container.getBytes(StandardCharsets.UTF_8));
    String plain = container.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String trimmed = plain.replaceAll("^-|-$", "");
    return (trimmed.isEmpty() ? "x" : trimmed) + "-" + String.format("%08x", hash.getValue());
  }
}
