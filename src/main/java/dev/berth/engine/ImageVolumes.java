package dev.berth.engine;

import dev.berth.model.AbsolutePath;
import dev.berth.model.ContainerPath;
import dev.berth.model.ContainerSpec;
import dev.berth.model.EngineInfo;
import dev.berth.model.Key;
import dev.berth.model.Mount;
import dev.berth.model.ObservedImage;
import dev.berth.model.Problems;
import dev.berth.model.VisibleText;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an image declares as {@code VOLUME} and its container therefore gets. The author of an image
 * may write anything there (image-spec, config.md, "Volumes"), and it is nobody's configuration.
 */
public final class ImageVolumes {
  /** Each is a volume on the host; honest images have one or two. */
  private static final int MOST = 100;

  private static final int COLUMNS = 80;

  private ImageVolumes() {}

  /**
   * The paths that get a volume of their own, sorted: those where the configuration mounts nothing.
   * None for who borrows volumes: one of ours would hide the one that another container lends for
   * the same path.
   *
   * @param declared as the image has it; what is no path has been refused by {@link #check}
   */
  static List<ContainerPath> of(ContainerSpec spec, List<String> declared) {
    if (!spec.texts(Key.VOLUMES_FROM).isEmpty()) {
      return List.of();
    }
    return uncovered(spec, declared).stream()
        .filter(path -> ContainerPath.flaw(path).isEmpty())
        .map(ContainerPath::of)
        .distinct()
        .sorted()
        .toList();
  }

  private static Set<String> uncovered(ContainerSpec spec, List<String> declared) {
    Set<String> taken = new HashSet<>();
    for (Mount mount : spec.mounts()) {
      taken.add(AbsolutePath.of(mount.destination()).text());
    }
    for (String item : spec.texts(Key.TMPFS)) {
      taken.add(AbsolutePath.of(item.split(":", 2)[0]).text());
    }
    Set<String> paths = new TreeSet<>(declared);
    paths.removeIf(path -> path.startsWith("/") && taken.contains(AbsolutePath.of(path).text()));
    return paths;
  }

  /** Reports what the image of a container declares and no volume can be made for. */
  public static void check(
      ContainerSpec spec, Optional<ObservedImage> image, EngineInfo engine, Problems problems) {
    if (image.isEmpty() || !spec.texts(Key.VOLUMES_FROM).isEmpty()) {
      return;
    }
    Set<String> paths = uncovered(spec, image.get().volumes());
    String subject = "the image " + VisibleText.of(spec.image()) + " declares ";
    if (paths.size() > MOST) {
      problems.error(
          spec.position(Key.IMAGE),
          subject + paths.size() + " volumes; more than " + MOST + " are not made for a container",
          "use another image");
      return;
    }
    for (String path : paths) {
      flaw(path, engine)
          .ifPresent(
              flaw ->
                  problems.error(
                      spec.position(Key.IMAGE),
                      subject + "the volume '" + shown(path) + "', which " + flaw,
                      "use another image, or build one from it without that VOLUME"));
    }
  }

  private static Optional<String> flaw(String path, EngineInfo engine) {
    Optional<String> flaw = ContainerPath.flaw(path);
    if (flaw.isPresent()) {
      return flaw;
    }
    ContainerPath given = ContainerPath.of(path);
    if (given.isRoot()) {
      return Optional.of("is the container's own root");
    }
    // Older ones split --mount at each comma, and its fields at each equals sign.
    return VolumeArgument.needsQuotes(given)
            && engine.name().equals(EngineName.PODMAN.label())
            && !engine.isAtLeast(5, 0)
        ? Optional.of("podman " + engine.version() + " cannot be told of")
        : Optional.empty();
  }

  private static String shown(String path) {
    String visible = VisibleText.of(path);
    return visible.length() > COLUMNS ? visible.substring(0, COLUMNS) + "…" : visible;
  }
}
