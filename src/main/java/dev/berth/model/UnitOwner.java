package dev.berth.model;

/**
 * The {@code [X-Berth]} section of a unit: whose it is. systemd ignores sections that begin with
 * X-.
 *
 * @param managedBy as the label
 * @param configId as the label
 * @param container the container's name; empty for a target that only orders
 * @param digest the digest of the configuration that the unit runs
 */
public record UnitOwner(String managedBy, String configId, String container, String digest) {
  /** Whether the unit runs a container, and does not only order. */
  public boolean hasContainer() {
    return !container.isEmpty();
  }
}
