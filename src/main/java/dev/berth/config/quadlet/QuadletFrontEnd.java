package dev.berth.config.quadlet;

import dev.berth.config.Draft;
import dev.berth.config.FrontEnd;
import dev.berth.config.Names;
import dev.berth.config.ReadFiles;
import dev.berth.model.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Quadlet units as a configuration: a file of one, or a directory with nothing else to read. */
public final class QuadletFrontEnd implements FrontEnd {
  private final Supplier<Surroundings> surroundings;

  /**
   * One that fills in what is known of these surroundings.
   *
   * @param surroundings asked for only where there is a unit
   */
  public QuadletFrontEnd(Supplier<Surroundings> surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public boolean isDirectory(Path path, ReadFiles files) {
    try (Stream<Path> entries = Files.list(path)) {
      List<Path> here = entries.filter(entry -> !Files.isDirectory(entry)).toList();
      return here.stream().anyMatch(UnitLoader::isUnit)
          && here.stream().noneMatch(QuadletFrontEnd::isOfBerth);
    } catch (IOException unreadable) {
      // Whoever reads it says why.
      return false;
    }
  }

  private static boolean isOfBerth(Path file) {
    String name = String.valueOf(file.getFileName());
    return !name.startsWith(".") && Stream.of(".yaml", ".yml", ".json").anyMatch(name::endsWith);
  }

  @Override
  public boolean isNamed(Path file) {
    return UnitLoader.isUnit(file);
  }

  @Override
  public boolean isFile(Path file, byte[] content) {
    return UnitLoader.isUnit(file);
  }

  @Override
  public Optional<Draft.Group> read(
      List<Path> paths, byte[] standardInput, String configId, Problems problems) {
    return Optional.of(
        QuadletDocument.read(paths, surroundings.get(), problems)
            .group(configId.isEmpty() ? Names.ofPath(paths.getFirst()) : configId, problems));
  }
}
