package dev.berth.engine;

import dev.berth.model.ContainerSpec;
import dev.berth.model.Key;
import dev.berth.model.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A container's logging, whichever of its keys says it.
 *
 * @param driver the driver that is given
 * @param options the driver's options
 */
public record LogOptions(Optional<String> driver, SortedMap<String, String> options) {
  /** Keeps its own copy. */
  public LogOptions {
    options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
  }

  /** What the configuration says. */
  public static LogOptions of(ContainerSpec spec) {
    SortedMap<String, String> options = new TreeMap<>();
    Optional<String> driver = spec.text(Key.LOG_DRIVER);
    if (spec.values().get(Key.LOGGING) instanceof Value.Mapping logging) {
      if (logging.entries().get("options") instanceof Value.Mapping given) {
        given.entries().forEach((name, value) -> options.put(name, value.texts().getFirst()));
      }
      driver =
          driver.or(
              () ->
                  Optional.ofNullable(logging.entries().get("driver"))
                      .map(value -> value.texts().getFirst()));
    }
    options.putAll(spec.fields(Key.LOG_OPTS));
    spec.text(Key.LOG_TAG).ifPresent(tag -> options.put("tag", tag));
    return new LogOptions(driver, options);
  }

  /** The same with a driver. */
  public LogOptions withDriver(String name) {
    return new LogOptions(Optional.of(name), options);
  }

  /** The same with these options only. */
  public LogOptions withOnly(Set<String> names) {
    TreeMap<String, String> fewer = new TreeMap<>(options);
    fewer.keySet().retainAll(names);
    return new LogOptions(driver, fewer);
  }

  /** The same with an option, unless it is given. */
  public LogOptions withOption(String name, String value) {
    TreeMap<String, String> more = new TreeMap<>(options);
    more.putIfAbsent(name, value);
    return new LogOptions(driver, more);
  }

  /** As arguments of {@code run}. */
  public List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    driver.ifPresent(name -> arguments.add("--log-driver=" + name));
    options.forEach((name, value) -> arguments.add("--log-opt=" + name + "=" + value));
    return List.copyOf(arguments);
  }
}
