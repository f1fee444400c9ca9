package dev.berth.model;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * A container of the host's other engine that is about to come over, with all that goes with it.
 *
 * @param container its name
 * @param engine the engine where it is
 * @param hasUnit whether systemd looks after it there
 * @param volumes its volumes, those that are over already among them
 * @param networks those of its networks that somebody made
 * @param together those that run and share what is carried, and so end with it
 */
public record Evacuation(
    ContainerName container,
    String engine,
    boolean hasUnit,
    List<VolumePair> volumes,
    List<String> networks,
    List<Sharer> together) {
  /** Keeps its own copies. */
  public Evacuation {
    volumes = List.copyOf(volumes);
    networks = List.copyOf(networks);
    together = List.copyOf(together);
  }

  /**
   * One that ends with it.
   *
   * @param grace how long it may take
   */
  public record Sharer(ContainerName container, boolean hasUnit, Duration grace) {}

  /** The same, where some of those that share something have left by now. */
  public Evacuation without(Collection<ContainerName> left) {
    return new Evacuation(
        container,
        engine,
        hasUnit,
        volumes,
        networks,
        together.stream().filter(sharer -> !left.contains(sharer.container())).toList());
  }

  /** Their names. */
  public List<ContainerName> sharers() {
    return together.stream().map(Sharer::container).toList();
  }
}
