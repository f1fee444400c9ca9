package dev.berth.apply;

import dev.berth.host.WholeFile;
import dev.berth.model.Change.Service;
import dev.berth.model.Observed;
import dev.berth.model.ObservedContainer;
import dev.berth.model.Plan;
import dev.berth.model.Step;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
  Optional<String> id(String container) {
    return lines(container).stream().findFirst().map(String::strip).filter(id -> !id.isEmpty());
  }

  /**
   * The words with which the unit of this container has made the one with this id, less the engine
   * and its verb, as lines of text; empty where it has made another one, or has not told. Only
   * Docker's have, as Docker does not keep them.
   */
  Optional<List<String>> words(String container, String id) {
    List<String> lines = lines(container);
    return lines.size() > 1 && lines.getFirst().equals(id)
        ? Optional.of(lines.subList(1, lines.size()))
        : Optional.empty();
  }

  private List<String> lines(String container) {
    Path file = directory.resolve(container);
    try {
      return Files.isRegularFile(file)
          ? WholeFile.read(file).map(text -> text.lines().toList()).orElse(List.of())
          : List.of();
    } catch (UncheckedIOException notText) {
      return List.of();
    }
  }

  /**
   * Leaves word of the containers that these services have now and that are proven to be Berth's:
   * one that an earlier version, a task or the engine itself has started, or that was handed over,
   * may have another seal than what its unit makes from now on.
   */
  void know(Plan plan, Observed observed) {
    plan.steps().stream()
        .map(Step::change)
        .flatMap(change -> change instanceof Service service ? Stream.of(service) : Stream.empty())
        .flatMap(service -> observed.container(service.subject()).stream())
        .filter(container -> container.ownership().isProven())
        .filter(container -> !id(container.name()).equals(Optional.of(container.id())))
        .forEach(this::write);
  }

  private void write(ObservedContainer container) {
    WholeFile.write(directory.resolve(container.name()), container.id() + "\n");
  }

  /** Forgets a container that was removed. */
  void remove(String container) {
    WholeFile.remove(directory.resolve(container));
  }
}
