package dev.berth.model;

import java.util.Collections;
import java.util.Map;
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
 */
public record Applied(
    String digest,
    String target,
    SortedMap<String, String> configuration,
    boolean adopted,
    String image) {
  /** Keeps its own copy. */
  public Applied {
    configuration = Collections.unmodifiableSortedMap(new TreeMap<>(configuration));
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
    this(digest, target, configuration, adopted, "");
  }

  /** A service. */
  public static Applied service(
      String digest, SortedMap<String, String> configuration, String image) {
    return new Applied(digest, "", configuration, false, image);
  }

  /** What Berth itself has applied. */
  public Applied(String digest, String target, SortedMap<String, String> configuration) {
    this(digest, target, configuration, false);
  }
}
