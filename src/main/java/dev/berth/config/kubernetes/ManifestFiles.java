package dev.berth.config.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Which files of a directory hold manifests, as far as names say. */
final class ManifestFiles {
  private ManifestFiles() {}

  static List<Path> of(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.filter(ManifestFiles::isNamed).filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static boolean isNamed(Path file) {
    String name = file.getFileName().toString();
    return !name.startsWith(".") && Stream.of(".yaml", ".yml", ".json").anyMatch(name::endsWith);
  }
}
