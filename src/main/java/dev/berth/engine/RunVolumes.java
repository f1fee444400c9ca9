package dev.berth.engine;

import dev.berth.model.ContainerPath;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Mount;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A container's volumes. Those without a name get one: {@code --rm} destroys anonymous volumes at
 * each end of the container, as a replacement loses them, and their content is data.
 *
 * @param arguments the {@code --volume} arguments
 * @param names the named volumes, in order
 */
public record RunVolumes(List<String> arguments, List<String> names) {
  private static final int HASH_DIGITS = 12;

  /** The volumes of a container whose image declares these; see {@link ImageVolumes}. */
  public static RunVolumes of(ContainerSpec spec, List<String> imageVolumes) {
    List<String> arguments = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    for (Mount given : spec.mounts()) {
      Mount mount =
          given.kind() == Mount.Kind.ANONYMOUS
              ? given.withSource(nameOf(spec, ContainerPath.of(given.destination())))
              : given;
      if (mount.kind() == Mount.Kind.NAMED) {
        names.add(mount.source());
      }
      arguments.add("--volume=" + mount.argument());
    }
    for (ContainerPath path : ImageVolumes.of(spec, imageVolumes)) {
      String name = nameOf(spec, path);
      names.add(name);
      arguments.add(VolumeArgument.of(name, path));
    }
    return new RunVolumes(List.copyOf(arguments), List.copyOf(names));
  }

  /** The name of the volume that has none of its own. */
  public static String nameOf(ContainerSpec spec, ContainerPath path) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(path.text().getBytes(StandardCharsets.UTF_8));
      return spec.name() + "-" + HexFormat.of().formatHex(hash).substring(0, HASH_DIGITS);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
