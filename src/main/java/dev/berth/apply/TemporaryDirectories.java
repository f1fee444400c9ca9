package dev.berth.apply;

import dev.berth.host.AtomicFile;
import dev.berth.model.Applied;
import dev.berth.model.ContainerName;
import dev.berth.model.Kept;
import dev.berth.model.Key;
import dev.berth.model.Mount;
import dev.berth.model.SourcePosition;
import dev.berth.model.UnitName;
import dev.berth.systemd.SystemdFile;
import dev.berth.systemd.UnitQuoting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Directories below /run that were made for bind mounts. /run is empty after a boot: a file for
 * each has systemd-tmpfiles make it again, tmpfiles.d(5), for as long as a container binds it.
 */
final class TemporaryDirectories {
  private static final String PREFIX = "berth-";
  private static final String SUFFIX = ".conf";

  private final HostPaths paths;
  private final AppliedRecords records;
  private final KeptPredecessors kept;

  TemporaryDirectories(HostPaths paths, AppliedRecords records, KeptPredecessors kept) {
    this.paths = paths;
    this.records = records;
    this.kept = kept;
  }

  /** Whether what is made there is gone after a boot. */
  static boolean isTemporary(Path path) {
    return path.startsWith("/run") || path.startsWith("/var/run");
  }

  /**
   * Sees to it that a directory is there after a boot too.
   *
   * @param context its label, where SELinux is on
   */
  void keep(Path path, Optional<String> context) {
    paths.createTemporaryFiles();
    SystemdFile.write(
        file(path),
        "# Bound by a container of Berth's.\nd "
            + UnitQuoting.quoted(path.toString())
            + " 0755 - - -\n"
            + context.map(label -> labelLine(path, label)).orElse(""));
  }

  /** Those that containers bind now, for all that is on record; none where no directory is kept. */
  Set<Path> bound() {
    boolean isAnyKept =
        AtomicFile.names(paths.temporaryFiles()).stream()
            .anyMatch(name -> name.startsWith(PREFIX) && name.endsWith(SUFFIX));
    Set<Path> bound = new HashSet<>();
    if (isAnyKept) {
      records.others(Set.of()).values().forEach(applied -> addSources(applied, bound));
      // The record of what a killed run has replaced may tell of what followed by now.
      for (ContainerName container : kept.containers()) {
        kept.read(container).flatMap(Kept::applied).ifPresent(it -> addSources(it, bound));
      }
    }
    return bound;
  }

  private static void addSources(Applied applied, Set<Path> bound) {
    applied
        .configuration()
        .forEach(
            (key, text) -> {
              if (key.startsWith(Key.VOLUMES.label() + "[")) {
                Mount.parse(text, SourcePosition.of(key))
                    .filter(mount -> mount.kind() == Mount.Kind.BIND)
                    .map(mount -> Path.of(mount.source()))
                    .filter(TemporaryDirectories::isTemporary)
                    .ifPresent(bound::add);
              }
            });
  }

  /** The end of those that were bound before and no longer are. */
  void forgetUnbound(Set<Path> before) {
    if (before.isEmpty()) {
      return;
    }
    Set<Path> unbound = new HashSet<>(before);
    unbound.removeAll(bound());
    // A record may be lost, its unit still tells.
    unbound.removeIf(this::isInUnit);
    unbound.forEach(this::forget);
  }

  /** An empty directory goes too: what is there would not be made, and so kept, again. */
  private void forget(Path path) {
    if (AtomicFile.remove(file(path))) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException inUse) {
        // The boot takes it.
      }
    }
  }

  private boolean isInUnit(Path path) {
    List<String> units =
        AtomicFile.names(paths.units()).stream().filter(name -> name.endsWith(".service")).toList();
    return units.stream()
        .map(name -> AtomicFile.read(paths.units().resolve(name)).orElse(""))
        .anyMatch(text -> text.contains("=" + path + ":"));
  }

  private Path file(Path path) {
    return paths
        .temporaryFiles()
        .resolve(PREFIX + UnitName.escaped(path.normalize().toString()) + SUFFIX);
  }

  /** The line that gives a label: systemd itself gives what it makes that of where it lies. */
  private static String labelLine(Path path, String context) {
    return "t "
        + UnitQuoting.quoted(path.toString())
        + " - - - - security.selinux="
        + UnitQuoting.term(context)
        + "\n";
  }
}
