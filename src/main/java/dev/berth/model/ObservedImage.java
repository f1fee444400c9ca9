package dev.berth.model;

import java.util.List;

/**
 * An image on the host.
 *
 * @param id its full id, without {@code sha256:}
 * @param volumes the paths that it declares as {@code VOLUME}
 * @param healthcheck whether it declares a {@code HEALTHCHECK}
 */
public record ObservedImage(String id, List<String> volumes, boolean healthcheck) {
  /** Keeps its own copy. */
  public ObservedImage {
    volumes = List.copyOf(volumes);
  }
}
