package dev.berth.plan.lowering;

import dev.berth.model.Applied;
import dev.berth.model.ContainerName;
import dev.berth.model.Kept;
import java.util.Map;

/**
 * What was read, once and before anything changes, of services in the engine's own care.
 *
 * @param kept what an earlier run has kept that was killed, by container
 * @param applied what was last applied to those that are replaced or watched, by container; secret
 * @param restarts how often those that are watched had been started again by the engine, by
 *     container
 * @param goesBack whether anything is to go back; otherwise what is replaced goes at once
 */
public record EngineFacts(
    Map<ContainerName, Kept> kept,
    Map<ContainerName, Applied> applied,
    Map<ContainerName, Integer> restarts,
    boolean goesBack) {
  /** Keeps its own copies. */
  public EngineFacts {
    kept = Map.copyOf(kept);
    applied = Map.copyOf(applied);
    restarts = Map.copyOf(restarts);
  }

  @Override
  public String toString() {
    return "what was read of " + applied.keySet();
  }
}
