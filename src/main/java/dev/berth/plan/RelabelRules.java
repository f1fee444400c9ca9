package dev.berth.plan;

import dev.berth.model.AbsolutePath;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Says whether all that lies below a path may be given the label of containers.
 *
 * <p>A label that the host's own services need is not to be taken from them: nobody logs in again
 * where /home or /etc belongs to containers. Podman refuses for {@code :z} the paths that
 * opencontainers/selinux lists in {@code go-selinux/label/label_linux.go}, exactly these and
 * nothing below; an operator has written that {@code :z}. Here nobody has, so what lies below the
 * system's own directories is refused as well, and what holds a refused path.
 */
public final class RelabelRules {
  /** The list of opencontainers/selinux, and what else many services share. Below them is free. */
  private static final List<String> SHARED =
      List.of(
          "/",
          "/home",
          "/media",
          "/mnt",
          "/opt",
          "/root",
          "/run",
          "/srv",
          "/tmp",
          "/var",
          "/var/cache",
          "/var/lib",
          "/var/local",
          "/var/log",
          "/var/opt",
          "/var/spool",
          "/var/tmp");

  /** The system's own, down to the last file. */
  private static final List<String> SYSTEM =
      List.of(
          "/bin",
          "/boot",
          "/dev",
          "/efi",
          "/etc",
          "/lib",
          "/lib32",
          "/lib64",
          "/libx32",
          "/lost+found",
          "/proc",
          "/sbin",
          "/sys",
          "/usr",
          "/run/dbus",
          "/run/lock",
          "/run/log",
          "/run/systemd",
          "/run/udev",
          "/run/user",
          "/var/cache/apt",
          "/var/cache/dnf",
          "/var/lib/NetworkManager",
          "/var/lib/apt",
          "/var/lib/berth",
          "/var/lib/containerd",
          "/var/lib/containers",
          "/var/lib/dbus",
          "/var/lib/dnf",
          "/var/lib/docker",
          "/var/lib/dpkg",
          "/var/lib/kubelet",
          "/var/lib/rpm",
          "/var/lib/selinux",
          "/var/lib/sss",
          "/var/lib/systemd",
          "/var/log/audit",
          "/var/log/journal",
          "/var/spool/cron");

  /** Where the engines keep named volumes: in a volume's own data nothing is the engine's. */
  private static final Pattern VOLUME =
      Pattern.compile("/var/lib/(containers/storage|docker)/volumes/[^/]+/_data(/.*)?");

  /** A home, also of an account that this host has from elsewhere, or no longer has. */
  private static final Pattern HOME = Pattern.compile("/home/[^/]+");

  private final Set<String> homes;
  private final List<MountPoint> mountPoints;

  /**
   * A mounted file system.
   *
   * @param path where it is mounted
   * @param labelled whether the kernel keeps a label for each of its files ({@code seclabel})
   */
  public record MountPoint(String path, boolean labelled) {}

  /**
   * Rules for one host.
   *
   * @param homes the homes of those who log in
   * @param mountPoints all that is mounted, in the order in which it was
   */
  public RelabelRules(Set<String> homes, List<MountPoint> mountPoints) {
    this.homes = Set.copyOf(homes);
    this.mountPoints = List.copyOf(mountPoints);
  }

  /**
   * Why the path is not to be relabelled with all that is below it; empty where it may be.
   *
   * @param real the path without symbolic links: where they lead cannot be told from a text
   */
  public Optional<String> refusal(String real) {
    if (!real.startsWith("/")) {
      return Optional.of("it is not an absolute path");
    }
    String path = AbsolutePath.of(real).text();
    if (VOLUME.matcher(path).matches()) {
      return mounts(path);
    }
    if (SYSTEM.contains(path) || SHARED.contains(path)) {
      return Optional.of(path + " is the host's own");
    }
    return first(SYSTEM, system -> holds(system, path))
        .map(system -> "it is part of " + system + ", which is the host's own")
        .or(() -> first(SYSTEM, system -> holds(path, system)).map(held -> "it holds " + held))
        .or(() -> ofHomes(path))
        .or(() -> mounts(path));
  }

  private Optional<String> ofHomes(String path) {
    if (homes.contains(path)) {
      return Optional.of("it is the home of an account");
    }
    if (HOME.matcher(path).matches()) {
      return Optional.of("it is a home");
    }
    // ~/.ssh and the like: the services that read it expect its label.
    return homes.stream().anyMatch(home -> path.startsWith(home + "/."))
        ? Optional.of("it is part of an account's own settings")
        : homes.stream()
            .filter(home -> holds(path, home))
            .findFirst()
            .map(home -> "it holds " + home + ", the home of an account");
  }

  /** A recursive change walks into what is mounted, and fails where there are no labels. */
  private Optional<String> mounts(String path) {
    Optional<String> below =
        mountPoints.stream().map(MountPoint::path).filter(mount -> holds(path, mount)).findFirst();
    return below.isPresent()
        ? Optional.of("another file system is mounted below it, on " + below.get())
        : withoutLabels(path);
  }

  /**
   * Why the path can have no label of its own; empty where it can.
   *
   * @param path without symbolic links
   */
  public Optional<String> withoutLabels(String path) {
    // The deepest is where it lies; of two on one directory the later one is seen.
    return mountPoints.stream()
        .filter(mount -> mount.path().equals(path) || holds(mount.path(), path))
        .reduce((one, other) -> other.path().length() >= one.path().length() ? other : one)
        .filter(own -> !own.labelled())
        .map(own -> "the file system on " + own.path() + " has no labels of its own");
  }

  private static Optional<String> first(List<String> paths, Predicate<String> test) {
    return paths.stream().filter(test).findFirst();
  }

  /** Whether the other path lies below the directory. */
  private static boolean holds(String directory, String other) {
    return AbsolutePath.of(directory).holds(AbsolutePath.of(other));
  }
}
