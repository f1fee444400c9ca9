package dev.berth.config.compose;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which files of a directory are a Compose project. */
final class ComposeFiles {
  private static final List<String> NAMES =
      List.of("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml");
  private static final List<String> OVERRIDES =
      List.of(
          "compose.override.yml",
          "compose.override.yaml",
          "docker-compose.override.yml",
          "docker-compose.override.yaml");

  private ComposeFiles() {}

  /** The project's file and what lies over it; empty where there is none. */
  static List<Path> standard(Path directory) {
    Optional<Path> file = first(directory, NAMES);
    return Stream.concat(
            file.stream(), file.stream().flatMap(_ -> first(directory, OVERRIDES).stream()))
        .toList();
  }

  private static Optional<Path> first(Path directory, List<String> names) {
    return names.stream().map(directory::resolve).filter(Files::isRegularFile).findFirst();
  }
}
