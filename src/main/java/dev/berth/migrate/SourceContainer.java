package dev.berth.migrate;

import dev.berth.engine.Json;
import dev.berth.model.Elsewhere;
import dev.berth.model.Former;
import dev.berth.model.Labels;
import java.util.Map;

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
    String name, Keeper keeper, String managedBy, String configId, boolean runs) {

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

  /** By its name and labels. */
  static SourceContainer of(Json inspected) {
    String name = SourceContainers.nameOf(inspected);
    Map<String, String> labels = inspected.get("Config").get("Labels").textFields();
    String managedBy = labels.getOrDefault(Labels.MANAGED_BY, "");
    Keeper keeper =
        Elsewhere.bundle(name).isPresent()
            ? Keeper.PACEMAKER
            : labels.containsKey(Labels.DIGEST)
                ? Keeper.BERTH
                : Former.isManager(managedBy) ? Keeper.FORMER : Keeper.NOBODY;
    Json state = inspected.get("State");
    return new SourceContainer(
        name,
        keeper,
        managedBy,
        labels.getOrDefault(Labels.CONFIG_ID, ""),
        state.get("Running").isTrue() || state.get("Restarting").isTrue());
  }
}
