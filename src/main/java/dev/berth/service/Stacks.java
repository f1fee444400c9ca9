package dev.berth.service;

import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The stacks of a host: each file or directory in one directory is one configuration, its id the
 * entry's name.
 *
 * @param directory absolute
 * @param paths of the entries, by the ids of their configurations
 */
record Stacks(Path directory, SortedMap<String, String> paths) {
  private static final List<String> ENDS = List.of(".yaml", ".yml", ".json");

  /**
   * Those that are there; what is no stack is told.
   *
   * @param allowEmpty whether it may hold none
   */
  static Stacks in(Path directory, boolean allowEmpty, Problems problems) {
    SourcePosition at = SourcePosition.startOf(directory.toString());
    SortedMap<String, String> paths = new TreeMap<>();
    try (Stream<Path> entries = Files.list(directory)) {
      entries
          .sorted()
          .forEach(
              entry -> {
                String name = entry.getFileName().toString();
                if (!name.startsWith(".")) {
                  add(entry, name, paths, problems);
                }
              });
    } catch (IOException fault) {
      problems.error(at, "the stacks cannot be read: " + fault.getMessage(), "");
      return new Stacks(directory, paths);
    }
    if (paths.isEmpty() && !allowEmpty) {
      problems.error(
          at,
          "there is no stack in it, and so nothing would be left of those that were",
          "put a file or directory into it, or give --allow-empty");
    }
    return new Stacks(directory, paths);
  }

  private static void add(
      Path entry, String name, SortedMap<String, String> paths, Problems problems) {
    SourcePosition at = SourcePosition.startOf(entry.toString());
    boolean isDirectory = Files.isDirectory(entry);
    String id =
        ENDS.stream()
            .filter(end -> !isDirectory && name.endsWith(end))
            .findFirst()
            .map(end -> name.substring(0, name.length() - end.length()))
            .orElse(isDirectory ? name : "");
    if (id.isEmpty()) {
      problems.warning(
          at, "it is no stack: neither a directory nor *.yaml, *.yml or *.json", "move it away");
    } else if (paths.containsKey(id)) {
      problems.error(
          at,
          "a second stack '" + id + "'; the first is " + paths.get(id),
          "rename one of the two");
    } else {
      paths.put(id, entry.toString());
    }
  }

  /** Of what was applied from here, that whose entry has gone, by id. */
  SortedMap<String, String> gone(SortedMap<String, String> applied) {
    SortedMap<String, String> gone = new TreeMap<>(applied);
    gone.values().removeIf(path -> !directory.equals(Path.of(path).getParent()));
    gone.keySet().removeAll(paths.keySet());
    return gone;
  }
}
