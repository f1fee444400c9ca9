package dev.berth.graph;

import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedUnit;
import java.util.List;
import java.util.Optional;

/**
 * A container of ours on a host: the engine's side and systemd's side.
 *
 * @param configId the configuration that it belongs to
 * @param name its name
 * @param container what the engine has
 * @param unit the unit that runs it; a task has none, nor has what the engine itself looks after
 * @param isService whether it is to go on running, whoever looks after it
 */
public record OnHost(
    String configId,
    String name,
    Optional<ObservedContainer> container,
    Optional<ObservedUnit> unit,
    boolean isService) {

  /** One of which nothing tells but its unit, and the engine's restart policy. */
  public OnHost(
      String configId,
      String name,
      Optional<ObservedContainer> container,
      Optional<ObservedUnit> unit) {
    this(
        configId,
        name,
        container,
        unit,
        unit.isPresent()
            || container.filter(found -> !List.of("", "no").contains(found.restart())).isPresent());
  }
}
