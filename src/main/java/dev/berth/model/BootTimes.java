package dev.berth.model;

import java.util.List;

/**
 * When units began to start and were up, by the clock of systemd: microseconds that never jump, 0
 * for what has not happened since the machine came up.
 *
 * @param userspace when systemd itself began
 * @param finished when all that belongs to the boot was up; 0 while it goes on
 * @param units those of containers
 */
public record BootTimes(long userspace, long finished, List<UnitTimes> units) {
  /** Keeps its own copy. */
  public BootTimes {
    units = List.copyOf(units);
  }

  /**
   * The last start of a unit.
   *
   * @param unit the unit
   * @param owner its {@code [X-Berth]} section
   * @param began when its start began
   * @param up when it was up
   * @param ended when it was last down again
   */
  public record UnitTimes(ObservedUnit unit, UnitOwner owner, long began, long up, long ended) {}
}
