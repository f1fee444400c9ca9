package dev.berth.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Files that another program is to read once: in a directory of their own, which nobody else enters
 * or foresees, and which goes with them.
 *
 * @param directory where they lie, without links on the way
 * @param names their names
 */
public record ScratchFiles(Path directory, List<String> names) implements AutoCloseable {
  private static final String PREFIX = "berth-";

  /** Keeps its own copy. */
  public ScratchFiles {
    names = List.copyOf(names);
  }

  /**
   * Writes them in the first of these places that takes them all: {@code /tmp} may be full, or
   * mounted read-only.
   *
   * @param texts their texts, by their names
   * @throws UncheckedIOException with a message that names every place, where none does
   */
  public static ScratchFiles write(List<Path> places, Map<String, String> texts) {
    List<IOException> failures = new ArrayList<>();
    for (Path place : places) {
      try {
        return write(place, new TreeMap<>(texts));
      } catch (IOException failure) {
        failures.add(failure);
      }
    }
    IOException first = failures.isEmpty() ? new IOException("no place") : failures.removeFirst();
    failures.forEach(first::addSuppressed);
    throw new UncheckedIOException(
        "nothing can be written to "
            + places.stream().map(Path::toString).collect(Collectors.joining(", ")),
        first);
  }

  private static ScratchFiles write(Path place, Map<String, String> texts) throws IOException {
    Path directory = Files.createTempDirectory(place, PREFIX).toRealPath();
    ScratchFiles files = new ScratchFiles(directory, List.copyOf(texts.keySet()));
    try {
      for (Map.Entry<String, String> text : texts.entrySet()) {
        Files.writeString(directory.resolve(text.getKey()), text.getValue());
      }
      return files;
    } catch (IOException failure) {
      files.remove();
      throw failure;
    }
  }

  /** Where a process keeps such files: memory first, which is there from the first moment on. */
  public static List<Path> places() {
    Account account = Account.current();
    return List.of(
        account.isRoot() ? Path.of("/run") : Path.of("/run/user", Integer.toString(account.uid())),
        Path.of(System.getProperty("java.io.tmpdir", "/tmp")),
        Path.of("/var/tmp"));
  }

  private void remove() throws IOException {
    for (String name : names) {
      Files.deleteIfExists(directory.resolve(name));
    }
    Files.deleteIfExists(directory);
  }

  /** Removes them. */
  @Override
  public void close() {
    try {
      remove();
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot remove " + directory, failure);
    }
  }
}
