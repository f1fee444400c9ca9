package dev.berth.config;

/** What the engines accept as a name. */
final class Names {
  static final int LONGEST = 200;

  private Names() {}

  /** Podman's and Docker's rule: {@code [a-zA-Z0-9][a-zA-Z0-9_.-]*}. */
  static boolean isValid(String name) {
    return !name.isEmpty()
        && name.length() <= LONGEST
        && isAlphanumeric(name.charAt(0))
        && name.chars().allMatch(c -> isAlphanumeric(c) || c == '_' || c == '.' || c == '-');
  }

  /** Whether systemd would read the name as a unit's. */
  static boolean isUnit(String name) {
    return name.endsWith(".service")
        || name.endsWith(".target")
        || name.endsWith(".socket")
        || name.endsWith(".mount");
  }

  /** The nearest text that can be a label and a part of a unit's name. */
  static String sanitised(String text) {
    StringBuilder safe = new StringBuilder();
    text.chars()
        .forEach(c -> safe.append(isAlphanumeric(c) || c == '.' || c == '-' ? (char) c : '_'));
    int start = 0;
    while (start < safe.length() && !isAlphanumeric(safe.charAt(start))) {
      start++;
    }
    return safe.substring(start);
  }

  private static boolean isAlphanumeric(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
