package dev.berth.config.compose;

import dev.berth.config.FileBytes;
import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A file as it was read, once.
 *
 * @param documents in their order; nothing is filled in or merged yet
 */
record SourceFile(Path file, List<Document> documents) {
  SourceFile {
    documents = List.copyOf(documents);
  }

  /** The file; empty with a problem where it cannot be read. */
  static Optional<SourceFile> read(Path file, SourcePosition at, Problems problems) {
    int errors = problems.errors();
    return FileBytes.read(file, at, problems)
        .map(bytes -> new SourceFile(file, Document.read(file.toString(), bytes, problems)))
        .filter(_ -> problems.errors() == errors);
  }

  /**
   * All of them; empty with a problem where one cannot be read.
   *
   * @param standardInput what {@code -} stands for
   */
  static Optional<List<SourceFile>> all(
      List<Path> files, List<Document> standardInput, Problems problems) {
    List<SourceFile> all = new ArrayList<>();
    for (Path file : files) {
      if (file.toString().equals("-")) {
        all.add(new SourceFile(file, standardInput));
        continue;
      }
      read(file, SourcePosition.startOf(file.toString()), problems).ifPresent(all::add);
    }
    return all.size() == files.size() ? Optional.of(List.copyOf(all)) : Optional.empty();
  }
}
