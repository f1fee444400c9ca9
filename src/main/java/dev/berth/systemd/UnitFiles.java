package dev.berth.systemd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads unit files from the directory that Berth writes them to. */
final class UnitFiles {
  private static final String OURS = "*.{service,target}";

  private UnitFiles() {}

  /** The text of each unit with an [X-Berth] section, and of those named. */
  static SortedMap<String, String> read(Path directory, Collection<String> named) {
    SortedMap<String, String> texts = new TreeMap<>();
    Set<String> wanted = Set.copyOf(named);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, OURS)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        // A link to /dev/null is a mask, any other an alias: neither is a file of ours.
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          read(file, name, wanted, texts);
        }
      }
    } catch (NoSuchFileException absent) {
      return texts;
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot read " + directory, cause);
    }
    return texts;
  }

  private static void read(
      Path file, String name, Set<String> wanted, SortedMap<String, String> texts)
      throws IOException {
    try {
      // Foreign units may hold any bytes; a strict decoder would stop at them.
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      if (wanted.contains(name) || UnitOwners.parse(text).isPresent()) {
        texts.put(name, text);
      }
    } catch (NoSuchFileException goneMeanwhile) {
      texts.remove(name);
    }
  }
}
