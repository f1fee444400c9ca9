package dev.berth.model;

import java.util.ArrayList;
import java.util.List;

/**
 * An absolute path by its text alone, without {@code .}, {@code ..}, double slashes and one at its
 * end (as Go's {@code filepath.Clean} has it, by which the engines compare paths). Where symbolic
 * links lead cannot be told from it.
 *
 * @param text what it is, beginning with a slash
 */
public record AbsolutePath(String text) {

  /** The path that a text means; it counts from the root where it begins with no slash. */
  public static AbsolutePath of(String text) {
    List<String> parts = new ArrayList<>();
    for (String part : text.split("/")) {
      if (part.equals("..")) {
        if (!parts.isEmpty()) {
          parts.removeLast();
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return new AbsolutePath("/" + String.join("/", parts));
  }

  /** Whether the other path lies below it. */
  public boolean holds(AbsolutePath other) {
    return !equals(other) && other.text.startsWith(text.equals("/") ? text : text + "/");
  }

  /** Whether it is the other one, or lies below it. */
  public boolean isIn(AbsolutePath other) {
    return equals(other) || other.holds(this);
  }

  @Override
  public String toString() {
    return text;
  }
}
