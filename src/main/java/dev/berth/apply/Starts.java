package dev.berth.apply;

import dev.berth.model.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts services, whoever looks after them. */
interface Starts {

  /** What failed before must not be refused for its past. */
  void forgetFailures(List<Step> group);

  /**
   * What keeps some of these from being started, known while what they come in the place of still
   * runs.
   */
  default Map<Step, Optional<Failure>> obstacles(List<Step> batch) {
    return Map.of();
  }

  /** Starts services of one verb, or a single gated one; what went wrong with each. */
  Map<Step, Optional<Failure>> run(List<Step> batch);

  /** Those that started and did not stay up, or did not get healthy where that is waited for. */
  Map<Step, Failure> settled(boolean waitForHealth);
}
