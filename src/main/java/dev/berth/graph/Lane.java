package dev.berth.graph;

import dev.berth.model.StepId;

/**
 * What a configuration id says of the order among configurations: {@code tripleo_step3} follows
 * {@code tripleo_step2}, any other id stands for itself.
 *
 * @param key the same for the steps of one series
 * @param step its number in the series
 */
record Lane(String key, int step) {
  static Lane of(String configId) {
    return StepId.of(configId)
        .map(step -> new Lane(step.series(), step.number()))
        .orElseGet(() -> new Lane(configId, 0));
  }
}
