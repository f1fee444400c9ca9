package dev.berth.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A named volume on the host.
 *
 * @param name its name; 64 digits for one that nobody named
 * @param driver {@code local}, or that of a plugin
 * @param labels its labels
 * @param mountpoint the path at which the engine keeps its content; empty where it is not known
 * @param options those of its driver, as they were given; {@code device} may say where its content
 *     lies instead
 * @param created when it was made, by the host's clock; empty where the engine did not say
 * @param ownership whose it is; proven only where something is removed and nothing wanted
 * @param users who uses it; looked for only where volumes may be removed
 */
public record ObservedVolume(
    String name,
    String driver,
    Map<String, String> labels,
    String mountpoint,
    Map<String, String> options,
    Optional<Instant> created,
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
      String name,
      String driver,
      Map<String, String> labels,
      String mountpoint,
      Map<String, String> options,
      Optional<Instant> created) {
    this(name, driver, labels, mountpoint, options, created, Ownership.claimed(labels), List.of());
  }

  /** One of the engine's own of which it is not known when it was made. */
  public ObservedVolume(
      String name, Map<String, String> labels, String mountpoint, Map<String, String> options) {
    this(name, "local", labels, mountpoint, options, Optional.empty());
  }

  /**
   * Whether nobody said anything of it when it was made: so does an engine make what a container
   * mounts by a name that no volume has.
   */
  public boolean isPlain() {
    return labels.isEmpty() && options.isEmpty();
  }

  /** The same, judged. */
  public ObservedVolume with(Ownership verdict, List<VolumeUser> found) {
    return new ObservedVolume(name, driver, labels, mountpoint, options, created, verdict, found);
  }

  /** Whether its content lies in its mountpoint, and not where its options say. */
  public boolean holdsItsContent() {
    return driver.equals("local") && options.isEmpty();
  }
}
