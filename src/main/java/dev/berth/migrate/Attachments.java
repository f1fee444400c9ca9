package dev.berth.migrate;

import dev.berth.engine.EngineDetails;
import dev.berth.engine.EngineDetails.Kind;
import dev.berth.engine.VolumeArgument;
import dev.berth.json.Json;
import dev.berth.model.ContainerName;
import dev.berth.systemd.ExecWords;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a container shares with others where it was. The journal keeps it, since nothing may be left
 * of the container once it has ended.
 *
 * @param volumes their names by their path inside
 * @param networks the names of those that it is on
 */
record Attachments(Map<String, String> volumes, Set<String> networks) {
  static final Attachments NONE = new Attachments(Map.of(), Set.of());

  Attachments {
    volumes = Collections.unmodifiableMap(new LinkedHashMap<>(volumes));
    networks = Collections.unmodifiableSet(new TreeSet<>(networks));
  }

  /** Those of a container; none where it is not there. */
  static Attachments of(EngineDetails engine, ContainerName container) {
    Map<String, String> volumes = new LinkedHashMap<>();
    Set<String> networks = new TreeSet<>();
    for (Json answer : engine.described(Kind.CONTAINER, List.of(container.text()))) {
      for (Json mount : answer.get("Mounts").items()) {
        if (mount.get("Type").textOrEmpty().equals("volume")) {
          volumes.put(mount.get("Destination").textOrEmpty(), mount.get("Name").textOrEmpty());
        }
      }
      networks.addAll(answer.get("NetworkSettings").get("Networks").fields().keySet());
    }
    return new Attachments(volumes, networks);
  }

  /** Those that a unit gives its container. */
  static Attachments ofUnit(String text) {
    Map<String, String> volumes = new LinkedHashMap<>();
    Set<String> networks = new TreeSet<>();
    for (String word : ExecWords.ofStart(text)) {
      VolumeArgument.parse(word).ifPresent(found -> volumes.put(found.path(), found.volume()));
      String network = after("--network=", word).split(":", 2)[0];
      if (!network.isEmpty()) {
        networks.add(network);
      }
    }
    return new Attachments(volumes, networks);
  }

  private static String after(String option, String word) {
    return word.startsWith(option) ? word.substring(option.length()) : "";
  }

  /** The same without volumes, for a run that leaves them where they are. */
  Attachments withoutVolumes() {
    return new Attachments(Map.of(), networks);
  }
}
