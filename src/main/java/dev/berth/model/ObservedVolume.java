package dev.berth.model;

import java.util.List;
import java.util.Map;

/**
 * A named volume on the host.
 *
 * @param name its name
 * @param labels its labels
 * @param mountpoint the path at which the engine keeps its content; empty where it is not known
 * @param ownership whose it is; proven only where something is removed and nothing wanted
 * @param users who uses it; looked for only where volumes may be removed
 */
public record ObservedVolume(
    String name,
    Map<String, String> labels,
    String mountpoint,
    Ownership ownership,
    List<VolumeUser> users) {
  /** Keeps its own copies. */
  public ObservedVolume {
    labels = Map.copyOf(labels);
    users = List.copyOf(users);
  }

  /** As the engine shows it: nothing is proven yet. */
  public ObservedVolume(String name, Map<String, String> labels, String mountpoint) {
    this(name, labels, mountpoint, Ownership.claimed(labels), List.of());
  }

  /** The same, judged. */
  public ObservedVolume with(Ownership verdict, List<VolumeUser> found) {
    return new ObservedVolume(name, labels, mountpoint, verdict, found);
  }
}
