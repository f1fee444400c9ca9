package dev.berth.systemd;

import dev.berth.host.Account;
import dev.berth.model.UnitName;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Which units are frozen ({@code systemctl freeze}), as the kernel tells: no process of theirs
 * runs, nor can be ended, and systemd calls them running in its lists. Needs no process; where
 * there is no cgroup v2, nothing can be frozen.
 *
 * @param root the control group in which systemd keeps its slices
 */
record Freezer(Path root) {
  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");
  private static final String SLICE = ".slice";

  /** That of the host, or of the caller's own systemd. */
  static Freezer of(Scope scope) {
    int uid = Account.current().uid();
    return new Freezer(
        scope == Scope.SYSTEM
            ? CGROUPS
            : CGROUPS.resolve("user.slice/user-" + uid + ".slice/user@" + uid + UnitName.SERVICE));
  }

  /** Those of these units that are, by themselves or with the slice in which they are. */
  Set<String> frozen(Collection<String> units) {
    Set<String> frozen = new HashSet<>();
    if (!units.isEmpty()) {
      look(root, Set.copyOf(units), frozen);
    }
    return frozen;
  }

  private static void look(Path slice, Set<String> units, Set<String> frozen) {
    try (DirectoryStream<Path> groups = Files.newDirectoryStream(slice)) {
      for (Path group : groups) {
        String name = group.getFileName().toString();
        if (units.contains(name)) {
          if (isFrozen(group)) {
            frozen.add(name);
          }
        } else if (name.endsWith(SLICE) && Files.isDirectory(group, LinkOption.NOFOLLOW_LINKS)) {
          look(group, units, frozen);
        }
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException gone) {
      // It has ended meanwhile.
    }
  }

  /** The kernel's file of key and value lines (cgroup-v2, Core Interface Files). */
  private static boolean isFrozen(Path group) {
    try {
      return ("\n" + Files.readString(group.resolve("cgroup.events"))).contains("\nfrozen 1\n");
    } catch (IOException gone) {
      return false;
    }
  }
}
