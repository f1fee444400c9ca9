package dev.berth.model;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was last applied to a container: kept to name the keys that changed, and to know which tasks
 * and execs have succeeded where no container tells it.
 *
 * @param digest the digest that it had
 * @param target what it ran in: the digest and image of an exec's container, the id of a task's
 *     image; empty for services
 * @param configuration what the digest was made from, flat; secret
 * @param adopted whether somebody else applied it, before the container was taken over
 */
public record Applied(
    String digest, String target, SortedMap<String, String> configuration, boolean adopted) {
  /** Keeps its own copy. */
  public Applied {
    configuration = Collections.unmodifiableSortedMap(new TreeMap<>(configuration));
  }

  /** What Berth itself has applied. */
  public Applied(String digest, String target, SortedMap<String, String> configuration) {
    this(digest, target, configuration, false);
  }
}
