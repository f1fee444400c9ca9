package dev.berth.model;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A named volume that is to be made.
 *
 * @param name its name
 * @param driver what keeps it: {@code local}, or the name of a plugin
 * @param options those of its driver, in the words of its engine; may hold a password
 * @param labels its labels
 */
public record Volume(
    String name,
    String driver,
    SortedMap<String, String> options,
    SortedMap<String, String> labels) {
  /** The driver that is meant where none is named. */
  public static final String LOCAL = "local";

  /** Keeps its own copies. */
  public Volume {
    driver = driver.isEmpty() ? LOCAL : driver;
    options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }

  /** One that the engine itself keeps. */
  public static Volume local(String name, Map<String, String> labels, Map<String, String> options) {
    return new Volume(name, LOCAL, new TreeMap<>(options), new TreeMap<>(labels));
  }

  /** The same with other labels. */
  public Volume with(Map<String, String> others) {
    return new Volume(name, driver, options, new TreeMap<>(others));
  }

  /** What makes it another one when it changes, by words; secret. */
  public SortedMap<String, String> flattened() {
    SortedMap<String, String> flat = new TreeMap<>();
    flat.put("driver", driver);
    options.forEach((name, value) -> flat.put("driver_opts." + name, value));
    return flat;
  }

  @Override
  public String toString() {
    return name;
  }
}
