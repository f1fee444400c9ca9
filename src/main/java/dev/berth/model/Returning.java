package dev.berth.model;

import java.util.List;
import java.util.Optional;

/**
 * A container that is to be where it was before it came over, as the journal of migrations tells.
 *
 * @param container its name
 * @param unit the unit that ran it there; empty where the engine itself did
 * @param isEnabled whether a boot started that unit
 * @param ran whether it ran
 * @param volumes those of it whose content was moved, by their names here
 * @param networks those of it that were taken from there
 */
public record Returning(
    ContainerName container,
    Optional<UnitName> unit,
    boolean isEnabled,
    boolean ran,
    List<String> volumes,
    List<String> networks) {
  /** Keeps its own copies. */
  public Returning {
    volumes = List.copyOf(volumes);
    networks = List.copyOf(networks);
  }
}
