package dev.berth.model;

import java.util.Optional;

/**
 * The {@code [X-Berth]} section of a unit: whose it is. systemd ignores sections that begin with
 * X-.
 *
 * @param managedBy as the label
 * @param configId as the label
 * @param container the container's name; empty for a target that only orders
 * @param digest the digest of the configuration that the unit runs
 * @param facts what else it tells of its service
 */
public record UnitOwner(
    String managedBy,
    String configId,
    Optional<ContainerName> container,
    String digest,
    UnitFacts facts) {

  /** One that runs a container, and tells nothing else. */
  public UnitOwner(String managedBy, String configId, ContainerName container, String digest) {
    this(managedBy, configId, Optional.of(container), digest, UnitFacts.NONE);
  }

  /** Whether the unit runs a container, and does not only order. */
  public boolean hasContainer() {
    return container.isPresent();
  }

  /** Whether the unit runs the container of this name. */
  public boolean runs(ContainerName name) {
    return container.filter(name::equals).isPresent();
  }

  /** Whether the unit runs a container of this manager. */
  public boolean runsContainerOf(String manager) {
    return hasContainer() && managedBy.equals(manager);
  }
}
