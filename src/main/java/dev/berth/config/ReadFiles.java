package dev.berth.config;

import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Files that are read once, however many ask what is in them. */
public final class ReadFiles {
  private final Map<Path, byte[]> contents = new HashMap<>();

  /** The content as {@link FileBytes#read} has it; empty with a problem where it cannot be read. */
  public Optional<byte[]> read(Path file, SourcePosition at, Problems problems) {
    byte[] known = contents.get(file);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<byte[]> content = FileBytes.read(file, at, problems);
    content.ifPresent(bytes -> contents.put(file, bytes));
    return content;
  }

  /** The same for who only wants to know what it is; empty where it cannot be read. */
  public Optional<byte[]> look(Path file) {
    return read(file, SourcePosition.startOf(file.toString()), new Problems());
  }
}
