package dev.berth.config;

import dev.berth.model.ContainerName;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the engines accept as a name: of a container, a volume, a network or a secret alike. */
public final class Names {
  static final int LONGEST = 200;

  private Names() {}

  /** The engines' rule, and no longer than leaves room in the names of files. */
  public static boolean isValid(String name) {
    return name.length() <= LONGEST && ContainerName.isValid(name);
  }

  /** Whether systemd would read the name as a unit's. */
  public static boolean isUnit(String name) {
    return name.endsWith(".service")
        || name.endsWith(".target")
        || name.endsWith(".socket")
        || name.endsWith(".mount");
  }

  /** The nearest text that can be a label and a part of a unit's name. */
  public static String sanitised(String text) {
    StringBuilder safe = new StringBuilder();
    text.chars()
        .forEach(c -> safe.append(isAlphanumeric(c) || c == '.' || c == '-' ? (char) c : '_'));
    int start = 0;
    while (start < safe.length() && !isAlphanumeric(safe.charAt(start))) {
      start++;
    }
    return safe.substring(start);
  }

  /** What a configuration is called by the path that it lies at; empty where that gives no name. */
  public static String ofPath(Path path) {
    Path name = path.toAbsolutePath().normalize().getFileName();
    if (name == null) {
      return "";
    }
    return sanitised(Files.isDirectory(path) ? name.toString() : withoutExtension(name.toString()));
  }

  static String withoutExtension(String name) {
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private static boolean isAlphanumeric(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
