package dev.berth.systemd;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Units of which nothing has to be asked but whether they are up: their files are older than what
 * systemd has in memory, no drop-in changes them, and a link has them started at boot.
 *
 * <p>For all properties of a unit systemd reads the accounts of its processes: that takes 2 ms for
 * each, which a list of units takes for a hundred.
 */
final class LoadedUnits {
  /** The kernel's clock for files may be a tick behind, and ticks are 10 ms at most. */
  private static final Duration TICK = Duration.ofMillis(20);

  private static final List<String> LINKS = List.of(".wants", ".requires");
  private static final String DROP_IN = ".d";

  private final Path directory;
  private final Instant loaded;
  private final Set<String> linked = new HashSet<>();
  private final Set<String> withDropIns = new HashSet<>();

  /**
   * Looks at a directory of units.
   *
   * @param loaded when systemd last read all unit files
   */
  LoadedUnits(Path directory, Instant loaded) {
    this.directory = directory;
    this.loaded = loaded;
    for (String name : names(directory)) {
      if (LINKS.stream().anyMatch(name::endsWith)) {
        linked.addAll(names(directory.resolve(name)));
      } else if (name.endsWith(DROP_IN)) {
        withDropIns.add(name.substring(0, name.length() - DROP_IN.length()));
      }
    }
  }

  /** Of what {@code systemctl list-units} tells, those of which this is all. */
  Map<String, UnitProperties> settled(String listed) {
    Map<String, UnitProperties> settled = new HashMap<>();
    for (String line : listed.split("\n")) {
      // Unit, load state, active state, sub-state; then a job, where there is one, or free text.
      String[] words = line.strip().split("\\s+", 5);
      if (words.length >= 4
          && words[1].equals("loaded")
          && words[2].equals("active")
          && isAsLoaded(words[0])) {
        settled.put(words[0], properties(words[0], words[3]));
      }
    }
    return settled;
  }

  private boolean isAsLoaded(String name) {
    return linked.contains(name) && !withDropIns.contains(name) && isOld(directory.resolve(name));
  }

  /** By the time of its last change of any kind, which nobody can set back. */
  private boolean isOld(Path file) {
    try {
      Map<String, Object> attributes =
          Files.readAttributes(file, "unix:ctime,isRegularFile", LinkOption.NOFOLLOW_LINKS);
      return Boolean.TRUE.equals(attributes.get("isRegularFile"))
          && attributes.get("ctime") instanceof FileTime changed
          && changed.toInstant().plus(TICK).isBefore(loaded);
    } catch (IOException gone) {
      return false;
    }
  }

  private static UnitProperties properties(String name, String subState) {
    return new UnitProperties(
        Map.of(
            "Id", name,
            "LoadState", "loaded",
            "ActiveState", "active",
            "SubState", subState,
            "UnitFileState", "enabled",
            "Result", "success",
            "NeedDaemonReload", "no"));
  }

  private static Set<String> names(Path directory) {
    Set<String> names = new HashSet<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      entries.forEach(entry -> names.add(entry.getFileName().toString()));
    } catch (NotDirectoryException | java.nio.file.NoSuchFileException none) {
      return Set.of();
    } catch (IOException cause) {
      throw new java.io.UncheckedIOException("cannot read " + directory, cause);
    }
    return names;
  }
}
