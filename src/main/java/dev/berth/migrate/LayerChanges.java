package dev.berth.migrate;

import dev.berth.engine.Engine;
import dev.berth.engine.EngineDetails.Kind;
import dev.berth.json.Json;
import dev.berth.model.ContainerName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a container has written beside its volumes, and would lose with its engine.
 *
 * @param count how many paths were added, changed or removed
 * @param first the first of them, as {@code docker diff} writes them
 */
public record LayerChanges(int count, List<String> first) {
  private static final int SHOWN = 5;

  /** What engines put into every container themselves. */
  private static final Set<String> MADE_BY_ENGINES =
      Set.of(
          "/.dockerenv",
          "/etc/hostname",
          "/etc/hosts",
          "/etc/mtab",
          "/etc/resolv.conf",
          "/run/.containerenv",
          "/run/secrets");

  private static final List<String> NEVER_KEPT = List.of("/dev", "/proc", "/sys");

  /** Keeps its own copy. */
  public LayerChanges {
    first = List.copyOf(first);
  }

  /**
   * Asks an engine.
   *
   * @param mounts where volumes, directories and memory are mounted in the container
   */
  public static LayerChanges read(
      Engine engine, ContainerName container, Collection<String> mounts) {
    return of(engine.details().changes(container), mounts);
  }

  /** Asks an engine of a container that it has; nothing where it has none of that name. */
  public static LayerChanges read(Engine engine, ContainerName container) {
    List<String> mounts = new ArrayList<>();
    for (Json found : engine.details().described(Kind.CONTAINER, List.of(container.text()))) {
      found
          .get("Mounts")
          .items()
          .forEach(mount -> mounts.add(mount.get("Destination").textOrEmpty()));
      mounts.addAll(found.get("HostConfig").get("Tmpfs").fields().keySet());
      return read(engine, container, mounts);
    }
    return new LayerChanges(0, List.of());
  }

  /** A directory that was changed because of what is in it is no change of its own. */
  static LayerChanges of(List<String> changes, Collection<String> mounts) {
    TreeSet<String> paths = new TreeSet<>();
    List<String> lines = new ArrayList<>();
    changes.stream()
        .filter(line -> line.length() > 2 && !isApart(line.substring(2), mounts))
        .forEach(
            line -> {
              paths.add(line.substring(2));
              lines.add(line);
            });
    lines.removeIf(line -> line.startsWith("C ") && isParent(line.substring(2), paths, mounts));
    return new LayerChanges(lines.size(), lines.subList(0, Math.min(SHOWN, lines.size())));
  }

  private static boolean isApart(String path, Collection<String> mounts) {
    return MADE_BY_ENGINES.contains(path)
        || NEVER_KEPT.stream().anyMatch(root -> isBelow(path, root))
        || mounts.stream().anyMatch(mount -> isBelow(path, mount));
  }

  private static boolean isBelow(String path, String root) {
    return path.equals(root) || path.startsWith(root + "/");
  }

  private static boolean isParent(String path, TreeSet<String> paths, Collection<String> mounts) {
    String next = paths.higher(path + "/");
    return (next != null && next.startsWith(path + "/"))
        || mounts.stream().anyMatch(mount -> mount.startsWith(path + "/"))
        || MADE_BY_ENGINES.stream().anyMatch(made -> made.startsWith(path + "/"));
  }

  /** Whether there is anything to lose. */
  public boolean isEmpty() {
    return count == 0;
  }

  /** The name of the image that {@link #commit} makes. */
  public static String imageName(ContainerName container, String migration) {
    return "localhost/berth-layer/"
        + container.text().toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]+", "-")
        + ":"
        + migration.replaceAll("[^A-Za-z0-9_.-]", "-");
  }

  /**
   * Keeps them as an image, which is then carried like any other. The container should have been
   * stopped: a file that is half written is kept like that.
   *
   * @return the image's name
   */
  public static String commit(Engine engine, ContainerName container, String migration) {
    String image = imageName(container, migration);
    MigrationException.require(
        "cannot keep what " + container + " has written",
        engine.control().commit(container, image));
    return image;
  }
}
