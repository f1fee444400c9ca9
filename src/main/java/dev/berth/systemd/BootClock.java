package dev.berth.systemd;

import dev.berth.host.CommandRunner;
import dev.berth.model.BootTimes;
import dev.berth.model.BootTimes.UnitTimes;
import dev.berth.model.UnitName;
import dev.berth.model.UnitOwner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Reads systemd's own timestamps of this boot: one process for itself, one for all units. */
public final class BootClock {
  private static final String MANAGER =
      "--property=UserspaceTimestampMonotonic,FinishTimestampMonotonic";
  private static final String TIMES =
      ",InactiveExitTimestampMonotonic,ActiveEnterTimestampMonotonic,InactiveEnterTimestampMonotonic";

  private final CommandRunner runner;
  private final Scope scope;

  /** The clock of a scope. */
  public BootClock(CommandRunner runner, Scope scope) {
    this.runner = runner;
    this.scope = scope;
  }

  /**
   * The times of the units that run containers.
   *
   * @param unitDirectory where they lie
   * @param managedBy whose they are
   * @throws SystemdException when systemd does not answer
   */
  public BootTimes read(Path unitDirectory, String managedBy) {
    SortedMap<String, String> texts = UnitFiles.read(unitDirectory, List.of());
    texts.values().removeIf(text -> owner(text, managedBy).isEmpty());
    Map<String, String> manager = UnitProperties.values(show(MANAGER, List.of()));
    List<UnitTimes> units = new ArrayList<>();
    if (!texts.isEmpty()) {
      Map<String, UnitProperties> shown =
          UnitProperties.parse(show(UnitProperties.ASKED + TIMES, texts.keySet()));
      texts.forEach(
          (name, text) -> {
            UnitProperties properties = shown.getOrDefault(name, new UnitProperties(Map.of()));
            owner(text, managedBy)
                .ifPresent(owner -> units.add(times(name, text, owner, properties)));
          });
    }
    return new BootTimes(
        micros(manager.getOrDefault("UserspaceTimestampMonotonic", "")),
        micros(manager.getOrDefault("FinishTimestampMonotonic", "")),
        units);
  }

  private static Optional<UnitOwner> owner(String text, String managedBy) {
    return UnitOwners.parse(text).filter(owner -> owner.runsContainerOf(managedBy));
  }

  private static UnitTimes times(
      String name, String text, UnitOwner owner, UnitProperties properties) {
    return new UnitTimes(
        properties.observed(new UnitName(name), Optional.of(text)),
        owner,
        micros(properties.text("InactiveExitTimestampMonotonic")),
        micros(properties.text("ActiveEnterTimestampMonotonic")),
        micros(properties.text("InactiveEnterTimestampMonotonic")));
  }

  private String show(String properties, Collection<String> units) {
    return scope.read(runner, List.of("show", properties), units);
  }

  private static long micros(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException absent) {
      return 0;
    }
  }
}
