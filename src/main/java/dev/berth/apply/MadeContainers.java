package dev.berth.apply;

import dev.berth.host.AtomicFile;
import dev.berth.model.ContainerName;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The ids of the containers that units have made, one file for each name, which the engine writes
 * when it makes the container: by it the script of a unit tells its own container from whatever has
 * the name by then. May be lost; the script then goes by the seal.
 */
final class MadeContainers {
  private final Path directory;

  MadeContainers(Path directory) {
    this.directory = directory;
  }

  /** What the unit of this container has made last; empty where that is not known. */
  Optional<String> id(ContainerName container) {
    return lines(container).stream().findFirst().map(String::strip).filter(id -> !id.isEmpty());
  }

  /**
   * The words with which the unit of this container has made the one with this id, less the engine
   * and its verb, as lines of text; empty where it has made another one, or has not told. Only
   * Docker's have, as Docker does not keep them.
   */
  Optional<List<String>> words(ContainerName container, String id) {
    List<String> lines = lines(container);
    return lines.size() > 1 && lines.getFirst().equals(id)
        ? Optional.of(lines.subList(1, lines.size()))
        : Optional.empty();
  }

  private List<String> lines(ContainerName container) {
    Path file = directory.resolve(container.text());
    try {
      return Files.isRegularFile(file)
          ? AtomicFile.read(file).map(text -> text.lines().toList()).orElse(List.of())
          : List.of();
    } catch (UncheckedIOException notText) {
      return List.of();
    }
  }

  /** Leaves word that a unit's container is the one with this id. */
  void know(ContainerName container, String id) {
    if (!id(container).equals(Optional.of(id))) {
      AtomicFile.write(directory.resolve(container.text()), id + "\n");
    }
  }

  /** Forgets a container that was removed. */
  void remove(ContainerName container) {
    AtomicFile.remove(directory.resolve(container.text()));
  }
}
