package dev.berth.model;

/**
 * A unit in the form that Paunch and tripleo-ansible wrote.
 *
 * @param kind what it does
 * @param container the container that it does it for
 * @param unit its name and state
 */
public record LegacyUnit(Kind kind, ContainerName container, ObservedUnit unit) {

  /** What such a unit does. */
  public enum Kind {
    /** It starts a container that was created before. */
    SERVICE,
    /** It runs a health check once. */
    HEALTHCHECK,
    /** It runs the health check again and again. */
    TIMER
  }

  /** Its name, with the suffix. */
  public UnitName name() {
    return unit.name();
  }
}
