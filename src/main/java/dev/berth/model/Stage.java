package dev.berth.model;

import java.util.Comparator;

/**
 * A part of a plan that is finished before the next begins.
 *
 * @param phase what is done in it
 * @param set which of the sets it belongs to, counted from 0; 0 outside {@link Phase#GROUP}
 * @param startOrder the group; 0 outside {@link Phase#GROUP}
 */
public record Stage(Phase phase, int set, int startOrder) implements Comparable<Stage> {

  /** The phases, in their order. */
  public enum Phase {
    /** Images are fetched: nothing has been stopped yet. */
    PULL,
    /** Volumes and directories are made. */
    PREPARE,
    /** What is no longer wanted goes. */
    REMOVE,
    /** The containers of one start order of one set. */
    GROUP,
    /** What makes a boot follow the same order. */
    ORDER,
    /** What only they needed who have left it goes, once all are seen to be well. */
    TIDY
  }

  private static final Comparator<Stage> ORDER =
      Comparator.comparing(Stage::phase)
          .thenComparingInt(Stage::set)
          .thenComparingInt(Stage::startOrder);

  /** A phase that is not divided into groups. */
  public static Stage of(Phase phase) {
    return new Stage(phase, 0, 0);
  }

  /** A group of a set. */
  public static Stage group(int set, int startOrder) {
    return new Stage(Phase.GROUP, set, startOrder);
  }

  @Override
  public int compareTo(Stage other) {
    return ORDER.compare(this, other);
  }
}
