package dev.berth.engine;

import dev.berth.model.ContainerSpec;
import dev.berth.model.Key;
import dev.berth.model.Mount;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A container's volumes. Those without a name get one: {@code --rm} destroys anonymous volumes at
 * each end of the container, as a replacement loses them, and their content is data.
 *
 * @param arguments the {@code --volume} arguments
 * @param names the named volumes, in order
 */
public record RunVolumes(List<String> arguments, List<String> names) {
  private static final int HASH_DIGITS = 12;

  /** The volumes of a container whose image declares these. */
  public static RunVolumes of(ContainerSpec spec, List<String> imageVolumes) {
    List<String> arguments = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    Set<String> taken = new HashSet<>();
    for (Mount given : spec.mounts()) {
      Mount mount =
          given.kind() == Mount.Kind.ANONYMOUS
              ? given.withSource(nameOf(spec, normalised(given.destination())))
              : given;
      if (mount.kind() == Mount.Kind.NAMED) {
        names.add(mount.source());
      }
      arguments.add("--volume=" + mount.argument());
      taken.add(normalised(mount.destination()));
    }
    for (String item : spec.texts(Key.TMPFS)) {
      taken.add(normalised(item.split(":", 2)[0]));
    }
    TreeSet<String> paths = new TreeSet<>();
    if (spec.texts(Key.VOLUMES_FROM).isEmpty()) {
      // A volume of ours would hide the one that another container lends for the same path.
      imageVolumes.forEach(path -> paths.add(normalised(path)));
    }
    paths.removeAll(taken);
    for (String path : paths) {
      String name = nameOf(spec, path);
      names.add(name);
      arguments.add("--volume=" + name + ":" + path);
    }
    return new RunVolumes(List.copyOf(arguments), List.copyOf(names));
  }

  /** The name of the volume that has none of its own. */
  public static String nameOf(ContainerSpec spec, String path) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(path.getBytes(StandardCharsets.UTF_8));
      return spec.name() + "-" + HexFormat.of().formatHex(hash).substring(0, HASH_DIGITS);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  /** As the engines compare destinations: Go's filepath.Clean. */
  static String normalised(String path) {
    List<String> parts = new ArrayList<>();
    for (String part : path.split("/")) {
      if (part.equals("..")) {
        if (!parts.isEmpty()) {
          parts.removeLast();
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return "/" + String.join("/", parts);
  }
}
