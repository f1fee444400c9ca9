package dev.berth.model.operation;

import dev.berth.model.ContainerName;
import dev.berth.model.UnitName;
import java.time.Duration;
import java.util.List;

/** What the service manager is asked for, systemd. */
public sealed interface ManagerOperation extends Operation {

  @Override
  default String verb() {
    return switch (this) {
      case ReloadManager _ -> "reload";
      case EnableUnit _ -> "enable unit";
      case StopUnit _ -> "stop unit";
      case StartUnit _ -> "start unit";
      case RestartUnit _ -> "restart unit";
      case StartHealthy start -> start.anew() ? "restart until healthy" : "start until healthy";
      case ReloadUnit _ -> "reload unit";
      case ThawUnit _ -> "thaw unit";
      case BeginStart _ -> "begin start of unit";
      case DisableUnit _ -> "disable unit";
      case ResetFailed _ -> "reset failures of unit";
      case StopTogether _ -> "stop units of";
      case StartTogether _ -> "start units of";
      case StopForgotten _ -> "stop what is left of unit";
    };
  }

  /** What it is asked for of one unit. */
  sealed interface OfUnit extends ManagerOperation {

    /** The unit, with its suffix. */
    UnitName unit();

    @Override
    default String subject() {
      return unit().text();
    }
  }

  /**
   * Stops units that belong together, in one transaction.
   *
   * @param container whose they are
   * @param units at least one
   * @param needed those of them whose stop is its success
   */
  record StopTogether(ContainerName container, List<UnitName> units, List<UnitName> needed)
      implements ManagerOperation {
    /** Keeps its own copies. */
    public StopTogether {
      units = List.copyOf(units);
      needed = List.copyOf(needed);
    }

    @Override
    public String subject() {
      return container.text();
    }
  }

  /**
   * Starts units that belong together, in one transaction.
   *
   * @param container whose they are
   * @param units at least one
   */
  record StartTogether(ContainerName container, List<UnitName> units) implements ManagerOperation {
    /** Keeps its own copy. */
    public StartTogether {
      units = List.copyOf(units);
    }

    @Override
    public String subject() {
      return container.text();
    }
  }

  /** Has it read all units anew. */
  record ReloadManager() implements ManagerOperation {
    @Override
    public String subject() {
      return "systemd";
    }
  }

  /** Has it start at boot; systemd is not told to read its units. */
  record EnableUnit(UnitName unit) implements OfUnit {}

  /** Stops it; its own deadline holds. */
  record StopUnit(UnitName unit) implements OfUnit {}

  /** Starts it and waits; its own deadline holds. */
  record StartUnit(UnitName unit) implements OfUnit {}

  /** Stops it where it is up, frozen or not, starts it and waits; its own deadline holds. */
  record RestartUnit(UnitName unit) implements OfUnit {}

  /**
   * Starts one that is up only when it is healthy, and waits. Its start never fails by itself while
   * its check does, so an unhealthy container ends the wait, and an interruption; its job goes on
   * all the same.
   *
   * @param unit the unit
   * @param container the name of its container
   * @param anew whether it is stopped first where it is up
   */
  record StartHealthy(UnitName unit, ContainerName container, boolean anew) implements OfUnit {}

  /** Has it read its files anew, by its own {@code ExecReload=}. */
  record ReloadUnit(UnitName unit) implements OfUnit {}

  /** Lets it run on where it is frozen. */
  record ThawUnit(UnitName unit) implements OfUnit {}

  /** Starts it and waits for nothing. */
  record BeginStart(UnitName unit) implements OfUnit {}

  /** Keeps it from starting at boot; systemd is not told to read its units. */
  record DisableUnit(UnitName unit) implements OfUnit {}

  /** Forgets its failures and how often it was started. */
  record ResetFailed(UnitName unit) implements OfUnit {}

  /**
   * Stops the container of a unit that systemd has forgotten, as it has read its units since the
   * file was removed: it would send SIGTERM to all that runs in it, whatever the container's own
   * signal, and wait for its own time and not the container's. Nothing where systemd knows it.
   *
   * @param unit the unit
   * @param container the name of its container
   * @param grace how long the stop may take
   */
  record StopForgotten(UnitName unit, ContainerName container, Duration grace) implements OfUnit {}
}
