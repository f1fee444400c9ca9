package dev.berth.systemd;

import dev.berth.model.ObservedUnit;
import java.util.Map;

/**
 * What systemd knows, read once.
 *
 * @param version its number, {@code 257}
 * @param units Berth's own units and those that were asked for, by name
 */
public record SystemdSnapshot(int version, Map<String, ObservedUnit> units) {
  /** Keeps its own copy. */
  public SystemdSnapshot {
    units = Map.copyOf(units);
  }
}
