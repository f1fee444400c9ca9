package dev.berth.cli;

/** What {@code --supervisor} says. */
enum SupervisorSetting {
  /** systemd, by a unit of the service's own. */
  SYSTEMD,
  /** The engine's daemon, by the container's restart policy; Docker has one. */
  ENGINE
}
