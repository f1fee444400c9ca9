package dev.berth.migrate;

import dev.berth.engine.VolumeArgument;
import dev.berth.model.AbsolutePath;
import dev.berth.model.Rendered;
import dev.berth.model.Rendered.NamedVolume;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A volume of a container, on both sides: it is at the same path inside.
 *
 * @param source its name where the container was
 * @param target its name where the container goes
 * @param seal the label of one that Berth made for it there; empty where that is not asked
 */
record VolumePair(String source, String target, String seal) {
  /**
   * Those of a container.
   *
   * @param mounted the names of its volumes where it was, by their path inside
   */
  static List<VolumePair> of(Rendered rendered, Map<String, String> mounted) {
    Map<String, NamedVolume> targets = new HashMap<>();
    for (String word : rendered.argv()) {
      VolumeArgument.parse(word)
          .ifPresent(
              found ->
                  rendered.namedVolumes().stream()
                      .filter(volume -> volume.name().equals(found.volume()))
                      .forEach(
                          volume -> targets.put(AbsolutePath.of(found.path()).text(), volume)));
    }
    List<VolumePair> pairs = new ArrayList<>();
    mounted.forEach(
        (path, source) -> {
          NamedVolume target = targets.get(AbsolutePath.of(path).text());
          if (target != null) {
            pairs.add(new VolumePair(source, target.name(), target.seal()));
          }
        });
    return List.copyOf(pairs);
  }
}
