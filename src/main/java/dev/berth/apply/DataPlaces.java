package dev.berth.apply;

import dev.berth.model.DataPlace;
import dev.berth.model.DataUse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Where paths and volumes of this host lie, see {@link DataPlace}. A path goes through links and
 * bind mounts; a volume has its content where the options of its driver say, {@code device} and the
 * layers of an overlay among them (podman-volume-create(1), docker-volume-create(1)).
 */
public final class DataPlaces {
  private final List<Mounted> mounts;
  private final UnaryOperator<String> real;

  /**
   * A mount of the host.
   *
   * @param fileSystem its device
   * @param root the directory of the file system that is mounted
   * @param point where
   * @param layers the directories that an overlay consists of
   */
  private record Mounted(String fileSystem, String root, String point, List<String> layers) {}

  /**
   * Those of a host.
   *
   * @param mountinfo that of proc_pid_mountinfo(5)
   * @param real a path without links
   */
  DataPlaces(String mountinfo, UnaryOperator<String> real) {
    this.mounts = mountinfo.lines().map(DataPlaces::mounted).flatMap(Optional::stream).toList();
    this.real = real;
  }

  /** Those of this host, as it is now. */
  public static DataPlaces ofHost() {
    try {
      return new DataPlaces(Files.readString(Path.of("/proc/self/mountinfo")), DataPlaces::real);
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot see what is mounted", cause);
    }
  }

  /** What a line mounts; its variable part ends with a dash. */
  private static Optional<Mounted> mounted(String line) {
    String[] halves = line.split(" - ", 2);
    String[] fields = halves[0].split(" ");
    if (halves.length < 2 || fields.length < 6) {
      return Optional.empty();
    }
    String[] kind = halves[1].split(" ", 3);
    List<String> layers =
        kind[0].equals("overlay") && kind.length > 2 ? named(MountTable.plain(kind[2])) : List.of();
    return Optional.of(
        new Mounted(fields[2], MountTable.plain(fields[3]), MountTable.plain(fields[4]), layers));
  }

  /** The directory that an engine keeps for a volume, whatever is mounted in it. */
  public Set<DataPlace> directory(String path) {
    String own = real.apply(path);
    return Set.of(inFileSystem(own), new DataPlace("", own));
  }

  /** The path that a path leads to; as it is where it cannot be followed. */
  String withoutLinks(String path) {
    return real.apply(path);
  }

  /** A path, with all that is mounted below it; none for what is no absolute path. */
  Set<DataPlace> of(String path) {
    return of(path, true);
  }

  private Set<DataPlace> of(String path, boolean withMounts) {
    if (!path.startsWith("/")) {
      return Set.of();
    }
    String own = real.apply(path);
    Set<DataPlace> places = new HashSet<>(directory(own));
    DataPlace whole = new DataPlace("", own);
    cover(own).ifPresent(mount -> places.addAll(layers(mount, below(mount, own))));
    mounts.stream()
        .filter(mount -> withMounts && new DataPlace("", mount.point()).isIn(whole))
        .forEach(
            mount -> {
              places.add(new DataPlace(mount.fileSystem(), mount.root()));
              places.addAll(layers(mount, ""));
            });
    return places;
  }

  /**
   * The content of a volume.
   *
   * @param mountpoint where its engine has it
   * @param options those of its driver, as they were given
   */
  public Set<DataPlace> of(String mountpoint, Map<String, String> options) {
    return of(mountpoint, options, true);
  }

  private Set<DataPlace> of(String mountpoint, Map<String, String> options, boolean withMounts) {
    Set<DataPlace> places = new HashSet<>(of(mountpoint, withMounts));
    options
        .values()
        .forEach(option -> named(option).forEach(path -> places.addAll(of(path, withMounts))));
    return places;
  }

  /**
   * What a mount with this source opens; the options are those of its volume. Who only looks on at
   * a tree does not use what else is mounted in it.
   */
  public DataUse use(String source, Map<String, String> options, boolean isReadOnly) {
    return new DataUse(of(source, options, !isReadOnly), isReadOnly);
  }

  private Set<DataPlace> layers(Mounted mount, String below) {
    Set<DataPlace> places = new HashSet<>();
    mount.layers().forEach(layer -> places.addAll(directory(layer + below)));
    return places;
  }

  private DataPlace inFileSystem(String own) {
    return cover(own)
        .map(
            mount -> {
              String path = (mount.root().equals("/") ? "" : mount.root()) + below(mount, own);
              return new DataPlace(mount.fileSystem(), path.isEmpty() ? "/" : path);
            })
        .orElse(new DataPlace("", own));
  }

  /** What of a path is below the point of a mount: empty, or with a slash before it. */
  private static String below(Mounted mount, String own) {
    String rest = mount.point().equals("/") ? own : own.substring(mount.point().length());
    return rest.equals("/") ? "" : rest;
  }

  /** The mount that a path goes through; of several at one point the last one counts. */
  private Optional<Mounted> cover(String own) {
    DataPlace place = new DataPlace("", own);
    Optional<Mounted> cover = Optional.empty();
    for (Mounted mount : mounts) {
      if (place.isIn(new DataPlace("", mount.point()))
          && cover.filter(found -> found.point().length() > mount.point().length()).isEmpty()) {
        cover = Optional.of(mount);
      }
    }
    return cover;
  }

  /** The absolute paths in options, {@code lowerdir=/a:/b,upperdir=/c} as well as {@code /a}. */
  private static List<String> named(String option) {
    List<String> paths = new ArrayList<>();
    for (String word : option.split(",")) {
      String value = word.startsWith("/") ? word : word.substring(word.indexOf('=') + 1);
      for (String path : value.split(":")) {
        if (path.startsWith("/")) {
          paths.add(path);
        }
      }
    }
    return List.copyOf(paths);
  }

  /** A path that is not there has the links of the part that is. */
  private static String real(String path) {
    if (!path.startsWith("/")) {
      return path;
    }
    try {
      Path whole = Path.of(path).normalize();
      Path there = whole;
      while (there.getParent() != null && !Files.exists(there)) {
        there = there.getParent();
      }
      return there.toRealPath().resolve(there.relativize(whole)).normalize().toString();
    } catch (IOException | IllegalArgumentException impossible) {
      return path;
    }
  }
}
