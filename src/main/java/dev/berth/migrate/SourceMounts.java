package dev.berth.migrate;

import dev.berth.engine.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The volumes that containers of the side that is left have mounted. */
final class SourceMounts {
  private SourceMounts() {}

  /** The names of its volumes by their path inside; empty where it is not there. */
  static Map<String, String> of(EngineCli source, String container) {
    Map<String, String> mounted = new LinkedHashMap<>();
    for (Json answer : source.inspectPresent("container", List.of(container))) {
      for (Json mount : answer.get("Mounts").items()) {
        if (mount.get("Type").textOrEmpty().equals("volume")) {
          mounted.put(mount.get("Destination").textOrEmpty(), mount.get("Name").textOrEmpty());
        }
      }
    }
    return mounted;
  }

  /** Who has a volume mounted and runs. */
  static List<String> users(EngineCli source, String volume) {
    return source
        .read(List.of("ps", "--filter=volume=" + volume, "--format={{.Names}}"))
        .stdout()
        .lines()
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .toList();
  }
}
