package dev.berth.model;

import dev.berth.model.Dependency.Condition;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a unit tells of its service beyond what systemd has to know.
 *
 * @param startOrder the group it starts in; empty where it does not say
 * @param isChecked whether a health check looks after it, its own or its image's
 * @param waits what it waits for, in the order of its configuration
 */
public record UnitFacts(OptionalInt startOrder, boolean isChecked, List<UnitDependency> waits) {
  /** Of a unit that tells nothing. */
  public static final UnitFacts NONE = new UnitFacts(OptionalInt.empty(), false, List.of());

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
  }

  /** Whether the unit tells nothing, as one that an earlier version wrote. */
  public boolean tellsNothing() {
    return startOrder.isEmpty() && !isChecked && waits.isEmpty();
  }

  /** Those of a configuration. */
  public static UnitFacts of(ContainerSpec spec, Optional<ObservedImage> image, boolean checks) {
    return new UnitFacts(
        OptionalInt.of(spec.startOrder()),
        checks && spec.hasHealthcheck(image),
        spec.dependencies().stream()
            .map(it -> new UnitDependency(it.target(), it.condition(), it.required()))
            .toList());
  }
}
