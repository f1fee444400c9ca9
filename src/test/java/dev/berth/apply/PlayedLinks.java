package dev.berth.apply;

import dev.berth.host.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The links in a directory of units by which others start them. */
record PlayedLinks(Path units) {
  private static final Map<String, String> KINDS =
      Map.of("WantedBy=", ".wants", "RequiredBy=", ".requires");

  boolean isEnabled(String unit) {
    return !of(unit).isEmpty();
  }

  private List<Path> of(String unit) {
    return AtomicFile.directories(units).stream()
        .filter(folder -> folder.toString().matches(".*\\.(wants|requires)"))
        .map(folder -> folder.resolve(unit))
        .filter(Files::isSymbolicLink)
        .toList();
  }

  /** Makes those that the text of a unit asks for. */
  void link(String unit, String text) {
    KINDS.forEach(
        (key, suffix) ->
            text.lines()
                .filter(line -> line.startsWith(key))
                .flatMap(line -> Stream.of(line.substring(key.length()).split(" ")))
                .forEach(target -> link(unit, units.resolve(target + suffix))));
  }

  private void link(String unit, Path folder) {
    try {
      Files.createDirectories(folder);
      Files.deleteIfExists(folder.resolve(unit));
      Files.createSymbolicLink(folder.resolve(unit), units.resolve(unit));
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  /** Takes them all away, and the directories that are empty then. */
  void unlink(String unit) {
    try {
      for (Path link : of(unit)) {
        Files.delete(link);
        if (AtomicFile.names(link.resolveSibling("")).isEmpty()) {
          Files.delete(link.resolveSibling(""));
        }
      }
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }
}
