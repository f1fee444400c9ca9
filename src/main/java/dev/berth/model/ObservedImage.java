package dev.berth.model;

import java.util.List;
import java.util.Map;

/**
 * An image on the host.
 *
 * @param id its full id, without {@code sha256:}
 * @param volumes the paths that it declares as {@code VOLUME}
 * @param labels its labels, which every container made from it inherits
 * @param healthcheck whether it declares a {@code HEALTHCHECK}
 */
public record ObservedImage(
    String id, List<String> volumes, Map<String, String> labels, boolean healthcheck) {
  /** Keeps its own copies. */
  public ObservedImage {
    volumes = List.copyOf(volumes);
    labels = Map.copyOf(labels);
  }

  /** One without labels. */
  public ObservedImage(String id, List<String> volumes, boolean healthcheck) {
    this(id, volumes, Map.of(), healthcheck);
  }
}
