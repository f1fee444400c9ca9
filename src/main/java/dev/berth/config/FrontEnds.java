package dev.berth.config;

import dev.berth.model.Problems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Several other forms as one: each file and directory is of the first form that takes it for its
 * own.
 */
public record FrontEnds(List<FrontEnd> all) implements FrontEnd {
  /** Keeps its own copy. */
  public FrontEnds {
    all = List.copyOf(all);
  }

  @Override
  public boolean isDirectory(Path path, ReadFiles files) {
    return all.stream().anyMatch(one -> one.isDirectory(path, files));
  }

  @Override
  public boolean isNamed(Path file) {
    return all.stream().anyMatch(one -> one.isNamed(file));
  }

  @Override
  public boolean isFile(Path file, byte[] content) {
    return all.stream().anyMatch(one -> one.isFile(file, content));
  }

  /** {@inheritDoc} Empty with a problem also where no form knows them. */
  @Override
  public Optional<Draft.Group> read(
      List<Path> paths, byte[] standardInput, String configId, Problems problems) {
    ReadFiles files = new ReadFiles();
    // Of files that lie over one another the first says it for all, or one that says it alone.
    return all.stream()
        .filter(one -> paths.stream().anyMatch(path -> isOf(one, path, standardInput, files)))
        .findFirst()
        .orElseGet(all::getFirst)
        .read(paths, standardInput, configId, problems);
  }

  private boolean isOf(FrontEnd one, Path path, byte[] standardInput, ReadFiles files) {
    if (Files.isDirectory(path)) {
      return one.isDirectory(path, files);
    }
    // What no other form knows is left to the first, which need not be asked for that.
    if (one.equals(all.getFirst())) {
      return false;
    }
    if (path.toString().equals("-")) {
      return one.isFile(path, standardInput);
    }
    return one.isNamed(path)
        || files.look(path).filter(content -> one.isFile(path, content)).isPresent();
  }
}
