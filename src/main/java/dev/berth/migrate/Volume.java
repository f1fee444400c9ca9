package dev.berth.migrate;

import dev.berth.json.Json;
import java.nio.file.Path;
import java.util.Map;

/**
 * A volume as its engine describes it.
 *
 * @param name its name; 64 digits for one that nobody named
 * @param driver {@code local}, or that of a plugin
 * @param mountpoint where its content lies
 * @param options of the driver, as they were given
 * @param labels its labels
 */
record Volume(
    String name,
    String driver,
    Path mountpoint,
    Map<String, String> options,
    Map<String, String> labels) {

  /** Keeps its own copies. */
  Volume {
    options = Map.copyOf(options);
    labels = Map.copyOf(labels);
  }

  static Volume of(Json answer) {
    return new Volume(
        answer.get("Name").textOrEmpty(),
        answer.get("Driver").textOrEmpty(),
        Path.of(answer.get("Mountpoint").textOrEmpty()),
        answer.get("Options").textFields(),
        answer.get("Labels").textFields());
  }

  /** What goes when it is removed: the engine keeps the content in a directory of that. */
  Path directory() {
    return mountpoint.endsWith("_data") ? mountpoint.resolveSibling("") : mountpoint;
  }

  /** Whether its content lies in its mountpoint, and not where its options say. */
  boolean holdsItsContent() {
    return driver.equals("local") && options.isEmpty();
  }
}
