package dev.berth.model;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * An {@link AbsolutePath} in a container. One that exists can be written into a unit and passed to
 * a program, whoever chose it.
 *
 * @param text what it is, beginning with a slash
 */
public record ContainerPath(String text) implements Comparable<ContainerPath> {
  /** Linux takes no more: PATH_MAX and NAME_MAX of limits.h, without the NUL at the end. */
  private static final int LONGEST = 4095;

  private static final int LONGEST_NAME = 255;

  /**
   * A path that is clean already.
   *
   * @throws IllegalArgumentException when it is not, or {@link #flaw} finds something
   */
  public ContainerPath {
    Optional<String> flaw = flaw(text);
    if (flaw.isPresent() || !text.equals(AbsolutePath.of(text).text())) {
      throw new IllegalArgumentException(
          VisibleText.of(text) + " " + flaw.orElse("is not a clean path"));
    }
  }

  /**
   * The path that a text means.
   *
   * @throws IllegalArgumentException when {@link #flaw} finds something
   */
  public static ContainerPath of(String text) {
    flaw(text)
        .ifPresent(
            flaw -> {
              throw new IllegalArgumentException(VisibleText.of(text) + " " + flaw);
            });
    return new ContainerPath(AbsolutePath.of(text).text());
  }

  /** Why a text is no path of a container, in words that follow it; empty when it is one. */
  public static Optional<String> flaw(String text) {
    if (!text.startsWith("/")) {
      return Optional.of("is not absolute");
    }
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      if (!isWritten(text.codePointAt(i))) {
        return Optional.of("holds a control character, or one that is none");
      }
    }
    return isTooLong(AbsolutePath.of(text).text())
        ? Optional.of("is longer than a path can be")
        : Optional.empty();
  }

  private static boolean isTooLong(String path) {
    // No character is shorter than a byte.
    if (path.length() <= LONGEST_NAME && bytes(path) <= LONGEST_NAME) {
      return false;
    }
    for (String name : path.split("/")) {
      if (bytes(name) > LONGEST_NAME) {
        return true;
      }
    }
    return bytes(path) > LONGEST;
  }

  /** Noncharacters and halves of pairs are no UTF-8 to systemd, and a NUL ends an argument. */
  private static boolean isWritten(int point) {
    return !Character.isISOControl(point)
        && (point & 0xfffe) != 0xfffe
        && !(point >= 0xfdd0 && point <= 0xfdef)
        && Character.getType(point) != Character.SURROGATE;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Whether it is the container's own root, which nothing can be mounted on. */
  public boolean isRoot() {
    return text.equals("/");
  }

  @Override
  public int compareTo(ContainerPath other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
