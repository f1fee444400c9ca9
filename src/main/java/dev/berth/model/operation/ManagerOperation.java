package dev.berth.model.operation;

import java.time.Duration;

/** What the service manager is asked for, systemd. */
public sealed interface ManagerOperation extends Operation {

  /** What it is asked for of one unit. */
  sealed interface OfUnit extends ManagerOperation {

    /** The unit, with its suffix. */
    String unit();

    @Override
    default String subject() {
      return unit();
    }
  }

  /** Has it read all units anew. */
  record ReloadManager() implements ManagerOperation {
    @Override
    public String verb() {
      return "reload";
    }

    @Override
    public String subject() {
      return "systemd";
    }
  }

  /** Has it start at boot; systemd is not told to read its units. */
  record EnableUnit(String unit) implements OfUnit {
    @Override
    public String verb() {
      return "enable unit";
    }
  }

  /** Stops it; its own deadline holds. */
  record StopUnit(String unit) implements OfUnit {
    @Override
    public String verb() {
      return "stop unit";
    }
  }

  /** Starts it and waits; its own deadline holds. */
  record StartUnit(String unit) implements OfUnit {
    @Override
    public String verb() {
      return "start unit";
    }
  }

  /** Starts it and waits for nothing. */
  record BeginStart(String unit) implements OfUnit {
    @Override
    public String verb() {
      return "begin start of unit";
    }
  }

  /** Keeps it from starting at boot; systemd is not told to read its units. */
  record DisableUnit(String unit) implements OfUnit {
    @Override
    public String verb() {
      return "disable unit";
    }
  }

  /** Forgets its failures and how often it was started. */
  record ResetFailed(String unit) implements OfUnit {
    @Override
    public String verb() {
      return "reset failures of unit";
    }
  }

  /**
   * Stops the container of a unit that systemd has forgotten, as it has read its units since the
   * file was removed: it would send SIGTERM to all that runs in it, whatever the container's own
   * signal, and wait for its own time and not the container's. Nothing where systemd knows it.
   *
   * @param unit the unit
   * @param container the name of its container
   * @param grace how long the stop may take
   */
  record StopForgotten(String unit, String container, Duration grace) implements OfUnit {
    @Override
    public String verb() {
      return "stop what is left of unit";
    }
  }
}
