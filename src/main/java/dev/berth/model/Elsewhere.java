package dev.berth.model;

import java.util.Optional;

/**
 * A container that the engine at hand does not have and the host's other engine has.
 *
 * @param engine the other engine
 * @param container the container there
 * @param configuration what Paunch or tripleo-ansible made it from; empty where it is not theirs,
 *     or not understood
 */
public record Elsewhere(
    String engine, ObservedContainer container, Optional<ContainerSpec> configuration) {

  /** Whether it runs, or would as soon as its engine's daemon is started again. */
  public boolean isAlive() {
    return container.isRunning()
        || container.state().equals("restarting")
        || container.state().equals("paused")
        || !container.restart().equals("no");
  }
}
