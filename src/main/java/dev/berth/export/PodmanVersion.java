package dev.berth.export;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of Podman, as far as what its Quadlet knows goes by it. */
public record PodmanVersion(int major, int minor) implements Comparable<PodmanVersion> {
  /** What is written for where nothing is said. */
  public static final PodmanVersion USUAL = new PodmanVersion(5, 4);

  /** The first one that has Quadlet. */
  public static final PodmanVersion FIRST = new PodmanVersion(4, 4);

  private static final Pattern TEXT = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})");

  /** The version of this text, {@code 5.4}; empty where it is none that has Quadlet. */
  public static Optional<PodmanVersion> parse(String text) {
    Matcher version = TEXT.matcher(text);
    return version.matches()
        ? Optional.of(
                new PodmanVersion(
                    Integer.parseInt(version.group(1)), Integer.parseInt(version.group(2))))
            .filter(it -> it.compareTo(FIRST) >= 0)
        : Optional.empty();
  }

  /** Whether it has what came with this one. */
  boolean has(String since) {
    return parse(since).filter(it -> compareTo(it) >= 0).isPresent();
  }

  @Override
  public int compareTo(PodmanVersion other) {
    return Comparator.comparingInt(PodmanVersion::major)
        .thenComparingInt(PodmanVersion::minor)
        .compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
