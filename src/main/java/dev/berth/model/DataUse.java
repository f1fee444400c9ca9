package dev.berth.model;

import java.util.Set;

/**
 * What a mount of a container opens to it, by whatever name.
 *
 * @param places where its source lies, with all that is mounted there and all that it consists of
 * @param isReadOnly whether nothing can be written through it
 */
public record DataUse(Set<DataPlace> places, boolean isReadOnly) {
  /** Keeps its own copy. */
  public DataUse {
    places = Set.copyOf(places);
  }

  /**
   * Whether it uses data that lie at one of these places: they are its source, its source lies in
   * them, or they lie in its source. Who only looks on at a whole tree, as what watches a host
   * does, depends on none of the data in it.
   */
  public boolean isOf(Set<DataPlace> data) {
    return places.stream()
        .anyMatch(
            place ->
                data.stream().anyMatch(own -> place.isIn(own) || (!isReadOnly && own.isIn(place))));
  }
}
