package dev.berth.model;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What was last applied to a container: kept to name the keys that changed, and to know which tasks
 * and execs have succeeded where no container tells it.
 *
 * @param digest the digest that it had
 * @param target what it ran in: the digest and image of an exec's container, the id of the image of
 *     a task or a service; of a service that an earlier version recorded, empty
 * @param configuration what the digest was made from, flat; secret
 * @param adopted whether somebody else applied it, before the container was taken over
 * @param image the id of a service's image; empty for what is no service, and where an earlier
 *     version recorded it
 * @param volumes when each named volume of a service was made that its start was planned with, as
 *     {@link java.time.Instant} writes it, by its name; empty text for one that Berth had yet to
 *     make; none where the engine did not say, or an earlier version recorded it
 */
public record Applied(
    String digest,
    String target,
    SortedMap<String, String> configuration,
    boolean adopted,
    String image,
    SortedMap<String, String> volumes) {
  /** Keeps its own copies. */
  public Applied {
    configuration = Collections.unmodifiableSortedMap(new TreeMap<>(configuration));
    volumes = Collections.unmodifiableSortedMap(new TreeMap<>(volumes));
  }

  /** What it mounts, each as {@code SOURCE:PATH:OPTIONS}. */
  public Stream<String> mounts() {
    return configuration.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(Key.VOLUMES.label()))
        .map(Map.Entry::getValue);
  }

  /** What is no service. */
  public Applied(
      String digest, String target, SortedMap<String, String> configuration, boolean adopted) {
    this(digest, target, configuration, adopted, "", Collections.emptySortedMap());
  }

  /**
   * A service that was started as it was planned: with the volumes that there were then, whatever
   * an engine has made of them since.
   */
  public static Applied service(Rendered rendered, Observed planned) {
    SortedMap<String, String> volumes = new TreeMap<>();
    for (String name : rendered.volumes()) {
      Optional<ObservedVolume> volume = Optional.ofNullable(planned.volumes().get(name));
      if (volume.isEmpty()) {
        volumes.put(name, "");
      }
      volume
          .flatMap(ObservedVolume::created)
          .ifPresent(created -> volumes.put(name, created.toString()));
    }
    return new Applied(
        rendered.digest(),
        "",
        rendered.configuration(),
        false,
        planned.imageId(rendered.spec().image()).orElse(""),
        volumes);
  }

  /** What Berth itself has applied. */
  public Applied(String digest, String target, SortedMap<String, String> configuration) {
    this(digest, target, configuration, false);
  }
}
