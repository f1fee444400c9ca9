package dev.berth.model;

import java.util.List;
import java.util.Map;

/**
 * How what Paunch or tripleo-ansible left of a service was before it was touched.
 *
 * @param enabled its units that started at boot
 * @param active its units that were up
 * @param ran whether its container ran
 * @param files the texts of its units, by name
 * @param links what tied other units to its service, by path, with the link's target
 */
public record LegacyState(
    List<UnitName> enabled,
    List<UnitName> active,
    boolean ran,
    Map<UnitName, String> files,
    Map<String, String> links) {
  /** Keeps its own copies. */
  public LegacyState {
    enabled = List.copyOf(enabled);
    active = List.copyOf(active);
    files = Map.copyOf(files);
    links = Map.copyOf(links);
  }
}
