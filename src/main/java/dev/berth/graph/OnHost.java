package dev.berth.graph;

import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedUnit;
import java.util.Optional;

/**
 * A container of ours on a host: the engine's side and systemd's side.
 *
 * @param configId the configuration that it belongs to
 * @param name its name
 * @param container what the engine has
 * @param unit the unit that runs it; a task has none
 */
public record OnHost(
    String configId,
    String name,
    Optional<ObservedContainer> container,
    Optional<ObservedUnit> unit) {}
