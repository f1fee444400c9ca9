package dev.berth.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image on the host.
 *
 * @param id its full id, without {@code sha256:}
 * @param volumes the paths that it declares as {@code VOLUME}
 * @param labels its labels, which every container made from it inherits
 * @param healthcheck whether it declares a {@code HEALTHCHECK}
 * @param user the {@code USER} that it declares, an empty text for root; empty where that is not
 *     known
 */
public record ObservedImage(
    String id,
    List<String> volumes,
    Map<String, String> labels,
    boolean healthcheck,
    Optional<String> user) {
  /** Keeps its own copies. */
  public ObservedImage {
    volumes = List.copyOf(volumes);
    labels = Map.copyOf(labels);
  }

  /** One without labels, of which the user is not known. */
  public ObservedImage(String id, List<String> volumes, boolean healthcheck) {
    this(id, volumes, Map.of(), healthcheck, Optional.empty());
  }
}
