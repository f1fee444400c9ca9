package dev.berth.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything that was asked for.
 *
 * @param sets the configurations, in the order in which they are applied: one, or one for each
 *     {@code step_N}
 */
public record Desired(List<ContainerSet> sets) {

  /**
   * The containers of one configuration id.
   *
   * @param configId the label that they carry
   * @param containers in file order
   * @param declared what is declared beside them
   */
  public record ContainerSet(String configId, List<ContainerSpec> containers, Declared declared) {
    /** Keeps its own copy. */
    public ContainerSet {
      containers = List.copyOf(containers);
    }

    /** Containers alone. */
    public ContainerSet(String configId, List<ContainerSpec> containers) {
      this(configId, containers, Declared.IMPOSSIBLE);
    }
  }

  /** Nothing at all. */
  public static final Desired NOTHING = new Desired(List.of());

  /** Keeps its own copy. */
  public Desired {
    sets = List.copyOf(sets);
  }

  /** Every container of every set, in order. */
  public Stream<ContainerSpec> containers() {
    return sets.stream().flatMap(set -> set.containers().stream());
  }

  /** The container with this name; empty when the configuration has none. */
  public Optional<ContainerSpec> container(String name) {
    return containers().filter(spec -> spec.name().equals(name)).findFirst();
  }
}
