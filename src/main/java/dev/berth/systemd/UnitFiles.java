package dev.berth.systemd;

import dev.berth.model.LegacyUnit.Kind;
import dev.berth.model.UnitName;
import dev.berth.systemd.FormerUnits.Found;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The unit files of the directory that Berth writes them to.
 *
 * @param texts the text of each unit with an [X-Berth] section, and of those named
 * @param formers those of Paunch and tripleo-ansible, by name
 */
record UnitFiles(SortedMap<String, String> texts, SortedMap<String, Found> formers) {
  private static final String OURS = "*.{service,target}";
  private static final Path MASK = Path.of("/dev/null");

  /** The text of each unit with an [X-Berth] section, and of those named. */
  static SortedMap<String, String> read(Path directory, Collection<String> named) {
    return all(directory, named).texts();
  }

  /** Reads the directory. */
  static UnitFiles all(Path directory, Collection<String> named) {
    UnitFiles found = new UnitFiles(new TreeMap<>(), new TreeMap<>());
    Set<String> wanted = Set.copyOf(named);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, OURS)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (!UnitName.isValid(name)) {
          continue;
        }
        // A link to /dev/null is a mask, any other an alias: neither is a file of ours.
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          found.read(file, name, wanted);
        } else {
          FormerUnits.masked(name)
              .filter(masked -> isMask(file))
              .ifPresent(masked -> found.formers.put(name, masked));
        }
      }
    } catch (NoSuchFileException absent) {
      return found;
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot read " + directory, cause);
    }
    return found;
  }

  private static boolean isMask(Path file) {
    try {
      return Files.readSymbolicLink(file).equals(MASK);
    } catch (IOException gone) {
      return false;
    }
  }

  private void read(Path file, String name, Set<String> wanted) throws IOException {
    try {
      // Foreign units may hold any bytes; a strict decoder would stop at them.
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      if (wanted.contains(name) || UnitOwners.parse(text).isPresent()) {
        texts.put(name, text);
      }
      Optional<Found> former = FormerUnits.parse(name, text);
      former.ifPresent(found -> formers.put(name, found));
      former
          .filter(found -> isFile(file.resolveSibling(found.timer())))
          .ifPresent(
              found ->
                  formers.put(
                      found.timer(), new Found(found.timer(), Kind.TIMER, found.container())));
    } catch (NoSuchFileException goneMeanwhile) {
      texts.remove(name);
    }
  }

  private static boolean isFile(Path file) {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }
}
