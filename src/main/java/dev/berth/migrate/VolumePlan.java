package dev.berth.migrate;

import java.util.List;

/**
 * The volumes to carry, and what stands in the way.
 *
 * @param steps one for each volume
 * @param obstacles where there are any nothing may be begun
 */
record VolumePlan(List<VolumeStep> steps, List<Obstacle> obstacles) {
  /** Keeps its own copies. */
  VolumePlan {
    steps = List.copyOf(steps);
    obstacles = List.copyOf(obstacles);
  }
}
