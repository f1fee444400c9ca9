package dev.berth.apply;

import dev.berth.model.Applied;
import dev.berth.model.ContainerName;
import dev.berth.model.Labels;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedUnit;
import dev.berth.model.UnitName;
import dev.berth.model.UnitOwner;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whose units are that systemd runs though their files were removed by hand: who they are is told
 * by the container of their name, or by the record of it while there is none.
 */
final class LeftUnits {
  private final Map<UnitName, UnitOwner> owners = new TreeMap<>();

  /**
   * Those that there may be.
   *
   * @param prefix how the names of units begin
   * @param applied the records, by container
   */
  LeftUnits(
      String prefix,
      Collection<ObservedContainer> containers,
      Map<ContainerName, Applied> applied) {
    applied.forEach((name, record) -> add(prefix, name, record.configuration(), record.digest()));
    containers.stream()
        .filter(container -> container.ownership().isProven())
        .forEach(
            container ->
                add(
                    prefix,
                    container.name(),
                    container.labels(),
                    container.label(Labels.DIGEST).orElse("")));
  }

  private void add(String prefix, ContainerName name, Map<String, String> labels, String digest) {
    String manager = labels.getOrDefault(Labels.MANAGED_BY, "");
    String configId = labels.getOrDefault(Labels.CONFIG_ID, "");
    if (!manager.isEmpty() && !digest.isEmpty()) {
      UnitName.find(prefix, name)
          .ifPresent(unit -> owners.put(unit, new UnitOwner(manager, configId, name, digest)));
    }
  }

  /** The units, each of which somebody's is known to be so. */
  Map<UnitName, ObservedUnit> owned(Map<UnitName, ObservedUnit> units) {
    Map<UnitName, ObservedUnit> owned = new HashMap<>(units);
    owners.forEach(
        (name, owner) ->
            owned.computeIfPresent(
                name, (_, unit) -> unit.isWithoutFile() ? unit.ownedBy(owner) : unit));
    return owned;
  }
}
