package dev.berth.systemd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Units of which nothing has to be asked but whether they are up: they and their drop-ins have not
 * changed since systemd read them, and a link has them started at boot. Whatever is in doubt is
 * asked.
 *
 * <p>For all properties of a unit systemd reads the accounts of its processes: that takes 2 ms for
 * each, which a list of units takes for a hundred.
 */
final class LoadedUnits {
  /** The kernel's clock for files may be a tick behind: 10 ms where HZ is 100. */
  private static final Duration TICK = Duration.ofMillis(10);

  private static final String DROP_IN = ".d";

  private final Path directory;
  private final Instant read;
  private final Set<String> linked = new HashSet<>();
  private final Set<String> changedDropIns = new HashSet<>();

  /**
   * Looks at a directory of units.
   *
   * @param read when systemd last read all unit files
   */
  LoadedUnits(Path directory, Instant read) {
    this.directory = directory;
    this.read = read;
    for (Path entry : entries(directory)) {
      String name = entry.getFileName().toString();
      if (name.endsWith(".wants") || name.endsWith(".requires")) {
        entries(entry).stream()
            .filter(Files::isSymbolicLink)
            .forEach(link -> linked.add(link.getFileName().toString()));
      } else if (name.endsWith(DROP_IN)
          && !(isOld(entry) && entries(entry).stream().allMatch(this::isOld))) {
        changedDropIns.add(name.substring(0, name.length() - DROP_IN.length()));
      }
    }
  }

  /** The units of which {@code systemctl list-units} tells all that there is. */
  Map<String, UnitProperties> settled(String listed) {
    Map<String, UnitProperties> settled = new HashMap<>();
    // Whoever puts another directory in its place brings files that are as old as they were. No
    // tick is added: the first unit to be enabled makes a directory in it, right before all are
    // read.
    if (!isOld(directory, Duration.ZERO)) {
      return settled;
    }
    for (String line : listed.split("\n")) {
      // Unit, load state, active state, sub-state; then a job, where there is one, or free text.
      String[] words = line.strip().split("\\s+", 5);
      if (words.length >= 4
          && words[1].equals("loaded")
          && words[2].equals("active")
          && isAsRead(words[0])) {
        settled.put(words[0], properties(words[0], words[3]));
      }
    }
    return settled;
  }

  /** The units in what {@code systemctl list-units} tells that are up, on their way, or failed. */
  static Stream<String> running(String listed) {
    return listed
        .lines()
        .map(line -> line.strip().split("\\s+", 5))
        .filter(words -> words.length >= 4 && !words[2].equals("inactive"))
        .map(words -> words[0]);
  }

  private boolean isAsRead(String name) {
    Path file = directory.resolve(name);
    return linked.contains(name)
        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && isOld(file)
        && dropIns(name).noneMatch(changedDropIns::contains);
  }

  /** The names under which a unit may have drop-ins (systemd.unit(5)): its type, its prefixes. */
  private static Stream<String> dropIns(String name) {
    int dot = name.lastIndexOf('.');
    Stream<String> prefixes =
        IntStream.range(0, dot)
            .filter(i -> name.charAt(i) == '-')
            .mapToObj(i -> name.substring(0, i + 1) + name.substring(dot));
    return Stream.concat(Stream.of(name, name.substring(dot + 1)), prefixes);
  }

  private boolean isOld(Path file) {
    return isOld(file, TICK);
  }

  /**
   * Whether its last change of any kind is old, whose time can be set only with the host's clock.
   */
  private boolean isOld(Path file, Duration grain) {
    try {
      Object changed = Files.getAttribute(file, "unix:ctime", LinkOption.NOFOLLOW_LINKS);
      if (!(changed instanceof FileTime time)) {
        return false;
      }
      Instant instant = time.toInstant();
      // Some file systems keep whole seconds.
      boolean isWhole = instant.equals(instant.truncatedTo(ChronoUnit.SECONDS));
      return instant.plus(isWhole ? Duration.ofSeconds(1) : grain).isBefore(read);
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

  /** What is in a directory; nothing where it is none or cannot be read, as systemd has it. */
  private static List<Path> entries(Path directory) {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    } catch (IOException | UncheckedIOException unreadable) {
      return List.of();
    }
  }
}
