package dev.berth.export;

import dev.berth.model.SourcePosition;
import java.util.Comparator;

/**
 * Something that a target cannot say as the configuration has it.
 *
 * @param at where it stands
 * @param container whose it is; empty where it is no container's
 * @param key its path among the container's keys, {@code healthcheck.user}
 * @param what what becomes of it
 * @param instead what to do about it; empty where there is nothing to do
 */
public record Loss(SourcePosition at, String container, String key, String what, String instead)
    implements Comparable<Loss> {
  private static final Comparator<Loss> ORDER =
      Comparator.comparing(Loss::at)
          .thenComparing(Loss::container)
          .thenComparing(Loss::key)
          .thenComparing(Loss::what);

  @Override
  public int compareTo(Loss other) {
    return ORDER.compare(this, other);
  }
}
