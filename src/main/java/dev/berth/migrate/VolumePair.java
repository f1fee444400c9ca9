package dev.berth.migrate;

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
  private static final String OPTION = "--volume=";

  /**
   * Those of a container.
   *
   * @param mounted the names of its volumes where it was, by their path inside
   */
  static List<VolumePair> of(Rendered rendered, Map<String, String> mounted) {
    Map<String, String> targets = new HashMap<>();
    for (String word : rendered.argv()) {
      if (word.startsWith(OPTION)) {
        String[] parts = word.substring(OPTION.length()).split(":", 3);
        if (parts.length > 1 && rendered.volumes().contains(parts[0])) {
          targets.put(trimmed(parts[1]), parts[0]);
        }
      }
    }
    List<VolumePair> pairs = new ArrayList<>();
    mounted.forEach(
        (path, source) -> {
          String target = targets.get(trimmed(path));
          if (target != null) {
            pairs.add(new VolumePair(source, target));
          }
        });
    return List.copyOf(pairs);
  }

  private static String trimmed(String path) {
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }
}
