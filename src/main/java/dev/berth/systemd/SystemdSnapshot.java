package dev.berth.systemd;

import dev.berth.model.LegacyUnit;
import dev.berth.model.ObservedUnit;
import dev.berth.model.UnitName;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What systemd knows, read once.
 *
 * @param version its number, {@code 257}
 * @param units Berth's own units and those that were asked for, by name
 * @param formers the units that Paunch and tripleo-ansible left
 * @param timers the timers of containers that are up, whose names begin with the containers' ids;
 *     empty where services of a prefix were not asked for
 * @param unusable by name, why units of the host that others refer to cannot be started, in words
 *     that follow a comma; those that can be are not in it
 */
public record SystemdSnapshot(
    int version,
    Map<UnitName, ObservedUnit> units,
    List<LegacyUnit> formers,
    Set<String> timers,
    Map<String, String> unusable) {
  /** Keeps its own copies. */
  public SystemdSnapshot {
    units = Map.copyOf(units);
    formers = List.copyOf(formers);
    timers = Set.copyOf(timers);
    unusable = Map.copyOf(unusable);
  }
}
