package dev.berth.engine.podman;

import dev.berth.engine.cli.IdPrefix;
import dev.berth.model.ContainerName;
import java.util.ArrayList;
import java.util.List;

/**
 * How a command names a container so that it can mean no other one.
 *
 * <p>Where no container has the name, Podman takes it for the beginning of an id: {@code podman rm
 * -f db}, and {@code podman run --replace --name db} just so, then remove any container whose id
 * begins with db (seen with 4.3 and 5.4). Names of hexadecimal digits alone are therefore given as
 * a filter, which matches names only.
 */
final class PodmanName {
  private PodmanName() {}

  /** What a filter by name takes for this name alone. */
  static String pattern(ContainerName name) {
    return "^" + name.text().replace(".", "[.]") + "$";
  }

  /** A command on the container of this name: these words, and those that select it. */
  static List<String> with(ContainerName name, String... words) {
    List<String> argv = new ArrayList<>(List.of(words));
    argv.addAll(selection(name));
    return List.copyOf(argv);
  }

  /** The words that select the container of this name in {@code stop} and {@code rm}. */
  static List<String> selection(ContainerName name) {
    return IdPrefix.canBe(name) ? List.of("--filter=name=" + pattern(name)) : List.of(name.text());
  }
}
