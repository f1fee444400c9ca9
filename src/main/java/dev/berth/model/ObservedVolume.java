package dev.berth.model;

import java.util.List;
import java.util.Map;

/**
 * A named volume on the host.
 *
 * @param name its name
 * @param labels its labels
 * @param mountpoint the path at which the engine keeps its content; empty where it is not known
 * @param options those of its driver, as they were given; {@code device} may say where its content
 *     lies instead
 * @param ownership whose it is; proven only where something is removed and nothing wanted
 * @param users who uses it; looked for only where volumes may be removed
 */
public record ObservedVolume(
    String name,
    Map<String, String> labels,
    String mountpoint,
    Map<String, String> options,
    Ownership ownership,
    List<VolumeUser> users) {
  /** Keeps its own copies. */
  public ObservedVolume {
    labels = Map.copyOf(labels);
    options = Map.copyOf(options);
    users = List.copyOf(users);
  }

  /** As the engine shows it: nothing is proven yet. */
  public ObservedVolume(
      String name, Map<String, String> labels, String mountpoint, Map<String, String> options) {
    this(name, labels, mountpoint, options, Ownership.claimed(labels), List.of());
  }

  /** The same, judged. */
  public ObservedVolume with(Ownership verdict, List<VolumeUser> found) {
    return new ObservedVolume(name, labels, mountpoint, options, verdict, found);
  }
}
