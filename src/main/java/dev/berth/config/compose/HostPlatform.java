package dev.berth.config.compose;

import java.util.Locale;
import java.util.Map;

/** The platform of this host, in the words of images: {@code linux/amd64}. */
final class HostPlatform {
  /** What Java, or who writes a file, calls otherwise (OCI image index, {@code architecture}). */
  private static final Map<String, String> ARCHITECTURES =
      Map.of("x86_64", "amd64", "aarch64", "arm64", "i386", "386", "ppc64el", "ppc64le");

  private HostPlatform() {}

  /**
   * Whether this host runs images of the platform as they are; a variant of it is not asked for.
   */
  static boolean is(String platform) {
    String[] parts = platform.toLowerCase(Locale.ROOT).split("/");
    return parts[0].equals("linux")
        && (parts.length == 1 || named(parts[1]).equals(named(System.getProperty("os.arch"))));
  }

  private static String named(String architecture) {
    return ARCHITECTURES.getOrDefault(architecture, architecture);
  }
}
