package dev.berth.engine;

import java.util.List;
import java.util.Map;

/**
 * What a container is run from.
 *
 * @param reference the image's id, or a reference where the id is not known yet
 * @param volumes the paths that it declares as {@code VOLUME}
 * @param labels its labels, which the container inherits
 */
public record RunImage(String reference, List<String> volumes, Map<String, String> labels) {
  /** Keeps its own copies. */
  public RunImage {
    volumes = List.copyOf(volumes);
    labels = Map.copyOf(labels);
  }

  /** One of which no more is known. */
  public RunImage(String reference) {
    this(reference, List.of(), Map.of());
  }
}
