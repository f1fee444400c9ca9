package dev.berth.migrate;

import dev.berth.model.ContainerName;
import dev.berth.model.LegacyContainer;
import dev.berth.model.ObservedContainer;
import dev.berth.model.PeerContainer;

/**
 * A container of the side that is left, and who looks after it.
 *
 * @param name its name
 * @param keeper who looks after it
 * @param managedBy the owner's label; empty where there is none
 * @param configId the configuration that its label names; empty where there is none
 * @param runs whether it runs, or is about to by itself
 */
public record SourceContainer(
    ContainerName name, Keeper keeper, String managedBy, String configId, boolean runs) {

  /** Who looks after a container. */
  public enum Keeper {
    /** Berth. */
    BERTH,
    /** Paunch, or tripleo-ansible. */
    FORMER,
    /** Pacemaker, as a replica of a bundle. */
    PACEMAKER,
    /** Whoever typed its {@code docker run}. */
    NOBODY
  }

  /** As the host's evidence judged it. */
  static SourceContainer of(ObservedContainer container) {
    Keeper keeper =
        PeerContainer.bundle(container.name()).isPresent()
            ? Keeper.PACEMAKER
            : container.ownership().isProven()
                ? Keeper.BERTH
                : LegacyContainer.made(container) ? Keeper.FORMER : Keeper.NOBODY;
    return new SourceContainer(
        container.name(),
        keeper,
        container.ownership().managedBy(),
        container.ownership().configId(),
        container.isRunning() || container.state().equals("restarting"));
  }
}
