package dev.berth.config.quadlet;

import java.util.List;
import java.util.Optional;

/**
 * The units that are read together, which may name each other.
 *
 * @param units by the names of their files
 */
record UnitSet(List<Unit> units) {
  UnitSet {
    units = List.copyOf(units);
  }

  /** Those of a kind. */
  List<Unit> of(UnitKind kind) {
    return units.stream().filter(unit -> unit.id().kind() == kind).toList();
  }

  /** The unit of this file's name; empty where it is not among these. */
  Optional<Unit> file(String name) {
    return units.stream().filter(unit -> unit.id().fileName().equals(name)).findFirst();
  }

  /** The unit that a dependency means, by its file or its service; empty where it is another. */
  Optional<Unit> dependency(String name) {
    return file(name)
        .or(
            () ->
                units.stream()
                    .filter(unit -> (unit.service() + ".service").equals(name))
                    .findFirst());
  }
}
