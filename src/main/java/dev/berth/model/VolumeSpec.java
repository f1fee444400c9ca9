package dev.berth.model;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A named volume as its configuration wants it (Compose specification, "volumes").
 *
 * @param name what the engine calls it
 * @param at where it is declared
 * @param driver empty for the engine's default
 * @param options of the driver, by name
 * @param labels the author's, by name
 * @param isExternal whether it is there without Berth, which then never makes or removes it
 */
public record VolumeSpec(
    String name,
    SourcePosition at,
    String driver,
    SortedMap<String, String> options,
    SortedMap<String, String> labels,
    boolean isExternal) {
  /** Keeps its own copies. */
  public VolumeSpec {
    options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }
}
