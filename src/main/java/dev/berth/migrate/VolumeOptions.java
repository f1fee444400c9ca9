package dev.berth.migrate;

import dev.berth.engine.EngineName;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The options of the driver {@code local}: those of mount(8), which both engines have. */
final class VolumeOptions {
  private static final Set<String> SHARED = Set.of("type", "device", "o");

  /** What Podman shows beside them once it has read {@code o}, in capitals. */
  private static final Set<String> SHOWN = Set.of("SIZE", "INODES", "UID", "GID", "NOQUOTA");

  private VolumeOptions() {}

  /** Those that the other engine would not take. */
  static Collection<String> unknown(Map<String, String> options, EngineName target) {
    Set<String> unknown = new LinkedHashSet<>(options.keySet());
    unknown.removeAll(SHARED);
    unknown.removeAll(SHOWN);
    // A mount without a device and a type is Podman's own idea: owner and quota of a directory.
    if (target == EngineName.DOCKER && options.containsKey("o") && !options.containsKey("device")) {
      unknown.add("o");
    }
    return unknown;
  }

  /** Those to make the volume with. */
  static Map<String, String> carried(Map<String, String> options) {
    Map<String, String> carried = new TreeMap<>(options);
    carried.keySet().retainAll(SHARED);
    return carried;
  }
}
