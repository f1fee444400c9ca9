package dev.berth.config.quadlet;

import dev.berth.model.SourcePosition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Quadlet unit with its drop-ins.
 *
 * @param file where it lies, as the operator named it; relative paths in it begin there
 * @param sections where each begins first
 * @param assignments those of the file, and then of its drop-ins
 */
record Unit(
    UnitId id, Path file, Map<String, SourcePosition> sections, List<Assignment> assignments) {
  Unit {
    assignments = List.copyOf(assignments);
  }

  /** Where it begins. */
  SourcePosition at() {
    return SourcePosition.startOf(file.toString());
  }

  /** The section that is Quadlet's. */
  String section() {
    return id.kind().section();
  }

  /** Where a section begins, or the file where it has none of that name. */
  SourcePosition at(String section) {
    return sections.getOrDefault(section, at());
  }

  /** What counts of a key: what stands behind its last empty assignment. */
  List<Assignment> all(String section, String key) {
    List<Assignment> found = new ArrayList<>();
    for (Assignment assignment : assignments) {
      if (assignment.section().equals(section) && assignment.key().equals(key)) {
        if (assignment.isReset()) {
          found.clear();
        } else {
          found.add(assignment);
        }
      }
    }
    return found;
  }

  /** The last one of a key; empty where it is not given, or taken back. */
  Optional<Assignment> last(String section, String key) {
    List<Assignment> all = all(section, key);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }

  /** The keys of a section that count, in the order in which they come first. */
  List<String> keys(String section) {
    return assignments.stream()
        .filter(assignment -> assignment.section().equals(section))
        .map(Assignment::key)
        .distinct()
        .toList();
  }

  /** The name of its service, without the ending. */
  String service() {
    return last(section(), "ServiceName")
        .map(assignment -> assignment.value().text())
        .orElse(id.base() + id.kind().suffix());
  }

  /** The directory in which it lies. */
  Path directory() {
    Path parent = file.toAbsolutePath().normalize().getParent();
    return parent == null ? Path.of("/") : parent;
  }
}
