package dev.berth.config.compose;

import java.util.ArrayList;
import java.util.List;

/**
 * Where in a file a value stands: the names from the top.
 *
 * @param names of mappings, and the numbers of items
 */
record Place(List<String> names) {
  static final Place TOP = new Place(List.of());

  Place {
    names = List.copyOf(names);
  }

  static Place of(String... names) {
    return new Place(List.of(names));
  }

  Place at(String name) {
    List<String> longer = new ArrayList<>(names);
    longer.add(name);
    return new Place(longer);
  }

  @Override
  public String toString() {
    return String.join(".", names);
  }
}
