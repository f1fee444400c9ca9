package dev.berth.config;

import dev.berth.model.Problems;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Another form of configuration than Berth's own. */
public interface FrontEnd {

  /**
   * Whether a directory is one of this form.
   *
   * @param files reads what has to be looked into
   */
  boolean isDirectory(Path path, ReadFiles files);

  /** Whether a file is of this form by the end of its name alone, which is none of Berth's own. */
  default boolean isNamed(Path file) {
    return false;
  }

  /** Whether a file is of this form. */
  boolean isFile(Path file, byte[] content);

  /**
   * What is given; empty with a problem where it cannot be read.
   *
   * @param paths a directory, or files, each over those before it; {@code -} for standard input
   * @param standardInput what stands there; empty where nobody asks for it
   * @param configId as the operator gave it; empty for that of the files
   */
  Optional<Draft.Group> read(
      List<Path> paths, byte[] standardInput, String configId, Problems problems);
}
