package dev.berth.model;

import dev.berth.model.Dependency.Condition;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a unit tells of its service beyond what systemd has to know.
 *
 * @param startOrder the group it starts in; empty where it does not say
 * @param isChecked whether a health check looks after it, its own or its image's
 * @param waits what it waits for, in the order of its configuration
 * @param reloaded digests of the files with whose content it is reloaded, as it was reloaded last,
 *     by their paths
 */
public record UnitFacts(
    OptionalInt startOrder,
    boolean isChecked,
    List<UnitDependency> waits,
    SortedMap<String, String> reloaded) {
  /** Of a unit that tells nothing. */
  public static final UnitFacts NONE = new UnitFacts(OptionalInt.empty(), false, List.of());

  /** Of one that is reloaded for no file. */
  public UnitFacts(OptionalInt startOrder, boolean isChecked, List<UnitDependency> waits) {
    this(startOrder, isChecked, waits, new TreeMap<>());
  }

  /**
   * A dependency.
   *
   * @param target a container's name, or a unit of the host
   * @param condition what it must have reached
   * @param required whether the service does not start without it
   */
  public record UnitDependency(String target, Condition condition, boolean required) {}

  /** Keeps its own copy. */
  public UnitFacts {
    waits = List.copyOf(waits);
    reloaded = Collections.unmodifiableSortedMap(new TreeMap<>(reloaded));
  }

  /** Whether the unit tells nothing, as one that an earlier version wrote. */
  public boolean tellsNothing() {
    return startOrder.isEmpty() && !isChecked && waits.isEmpty() && reloaded.isEmpty();
  }

  /** Those of a configuration. */
  public static UnitFacts of(ContainerSpec spec, Optional<ObservedImage> image, boolean checks) {
    return new UnitFacts(
        OptionalInt.of(spec.startOrder()),
        checks && spec.hasHealthcheck(image),
        spec.dependencies().stream()
            .map(it -> new UnitDependency(it.target(), it.condition(), it.required()))
            .toList(),
        spec.reloaded());
  }
}
