package dev.berth.migrate;

import dev.berth.engine.VolumeArgument;
import dev.berth.model.ContainerPath;
import dev.berth.model.Rendered;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A volume of a container, on both sides: it is at the same path inside.
 *
 * @param source its name where the container was
 * @param target its name where the container goes
 */
record VolumePair(String source, String target) {
  /**
   * Those of a container.
   *
   * @param mounted the names of its volumes where it was, by their path inside
   */
  static List<VolumePair> of(Rendered rendered, Map<String, String> mounted) {
    Map<String, String> targets = new HashMap<>();
    for (String word : rendered.argv()) {
      VolumeArgument.parse(word)
          .filter(found -> rendered.volumes().contains(found.volume()))
          .ifPresent(found -> targets.put(ContainerPath.cleaned(found.path()), found.volume()));
    }
    List<VolumePair> pairs = new ArrayList<>();
    mounted.forEach(
        (path, source) -> {
          String target = targets.get(ContainerPath.cleaned(path));
          if (target != null) {
            pairs.add(new VolumePair(source, target));
          }
        });
    return List.copyOf(pairs);
  }
}
