package dev.berth.model;

import java.util.Map;

/**
 * A named volume on the host.
 *
 * @param name its name
 * @param labels its labels
 */
public record ObservedVolume(String name, Map<String, String> labels) {
  /** Keeps its own copy. */
  public ObservedVolume {
    labels = Map.copyOf(labels);
  }
}
