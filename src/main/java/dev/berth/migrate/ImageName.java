package dev.berth.migrate;

import java.util.regex.Pattern;

/**
 * What a reference to an image says.
 *
 * @param host the registry, {@code docker.io} where none is named
 * @param hostNamed whether the reference names it
 * @param path the repository within the registry
 * @param tag the tag; empty when there is a digest
 * @param digest {@code sha256:…}; empty when there is a tag
 */
record ImageName(String host, boolean hostNamed, String path, String tag, String digest) {
  private static final String HUB = "docker.io";
  private static final Pattern ID = Pattern.compile("(sha256:)?[0-9a-f]{12,64}");

  static ImageName parse(String reference) {
    int at = reference.indexOf('@');
    String digest = at < 0 ? "" : reference.substring(at + 1);
    String name = at < 0 ? reference : reference.substring(0, at);
    int colon = name.lastIndexOf(':');
    String tag = "";
    if (colon > name.lastIndexOf('/')) {
      tag = name.substring(colon + 1);
      name = name.substring(0, colon);
    }
    int slash = name.indexOf('/');
    String first = slash < 0 ? "" : name.substring(0, slash);
    boolean named = first.contains(".") || first.contains(":") || first.equals("localhost");
    return new ImageName(
        named ? first : HUB,
        named,
        named ? name.substring(slash + 1) : name,
        digest.isEmpty() && tag.isEmpty() ? "latest" : digest.isEmpty() ? tag : "",
        digest);
  }

  /** Whether the reference is (the beginning of) an image's id, and no name. */
  static boolean isId(String reference, String id) {
    return ID.matcher(reference).matches() && id.startsWith(hex(reference));
  }

  /** An id or digest without its {@code sha256:}. */
  static String hex(String id) {
    return id.startsWith("sha256:") ? id.substring("sha256:".length()) : id;
  }

  boolean hasDigest() {
    return !digest.isEmpty();
  }

  /** The name as it was written, without tag and digest. */
  String repository() {
    return hostNamed ? host + "/" + path : path;
  }

  /** The name with its registry, without tag and digest. */
  String fullRepository() {
    return host + "/" + (host.equals(HUB) && !path.contains("/") ? "library/" + path : path);
  }

  /** Whether a registry of that name can hold anything; {@code localhost} is no host here. */
  boolean isPullable() {
    return !host.equals("localhost");
  }

  /**
   * A name for what had only a digest: the digest is that of a manifest in a registry, and no
   * archive keeps it.
   */
  String standIn() {
    return fullRepository() + ":sha256-" + hex(digest).substring(0, 12);
  }
}
