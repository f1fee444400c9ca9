package dev.berth.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An image on the host.
 *
 * @param id its full id, without {@code sha256:}
 * @param volumes the paths that it declares as {@code VOLUME}
 * @param labels its labels, which every container made from it inherits
 * @param healthcheck the {@code HEALTHCHECK} that it declares; empty where there is none, or NONE
 * @param user the {@code USER} that it declares, an empty text for root; empty where that is not
 *     known
 * @param names the references that lead to it; empty where the engine did not say
 * @param store the directory of the engine's in which it lies, absolute; empty where the engine did
 *     not say
 * @param created when it was made, as it says itself; empty where the engine did not say
 * @param digests {@code name@sha256:…}, under which a registry may have it
 */
public record ObservedImage(
    String id,
    List<String> volumes,
    Map<String, String> labels,
    Optional<ImageHealthcheck> healthcheck,
    Optional<String> user,
    Optional<Set<String>> names,
    Optional<String> store,
    Optional<Instant> created,
    List<String> digests) {
  /** Keeps its own copies. */
  public ObservedImage {
    volumes = List.copyOf(volumes);
    labels = Map.copyOf(labels);
    names = names.map(Set::copyOf);
    digests = List.copyOf(digests);
  }

  /** One of which it is not known where a registry has it. */
  public ObservedImage(
      String id,
      List<String> volumes,
      Map<String, String> labels,
      Optional<ImageHealthcheck> healthcheck,
      Optional<String> user,
      Optional<Set<String>> names,
      Optional<String> store,
      Optional<Instant> created) {
    this(id, volumes, labels, healthcheck, user, names, store, created, List.of());
  }

  /** One without labels, of which no more is known. */
  public ObservedImage(String id, List<String> volumes, boolean healthcheck) {
    this(
        id,
        volumes,
        Map.of(),
        healthcheck
            ? Optional.of(new ImageHealthcheck(List.of("CMD-SHELL", "true")))
            : Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
