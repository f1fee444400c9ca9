package dev.berth.model;

/** Who looks after a service: starts it at boot and again after its end. */
public enum Supervisor {
  /** systemd, by a unit of the service's own. */
  SYSTEMD,
  /** The engine's daemon, by the container's restart policy; Docker has one. */
  ENGINE
}
