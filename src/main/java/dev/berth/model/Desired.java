package dev.berth.model;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Everything that was asked for.
 *
 * @param sets the configurations, in the order in which they are applied: one, one for each {@code
 *     step_N}, or one for each stack
 * @param isSeries whether each goes on only where the one before it has succeeded, as steps do
 * @param gone the configurations whose file has gone, by id, with the path that it had
 * @param broken the configurations whose file says nothing that could be done, by id, with its
 *     path: they stay as they are
 */
public record Desired(
    List<ContainerSet> sets,
    boolean isSeries,
    SortedMap<String, String> gone,
    SortedMap<String, String> broken) {

  /**
   * The containers of one configuration id.
   *
   * @param configId the label that they carry
   * @param containers in file order
   * @param declared what is declared beside them
   * @param source the absolute path that it was read from; empty for what no file holds
   */
  public record ContainerSet(
      String configId, List<ContainerSpec> containers, Declared declared, String source) {
    /** Keeps its own copy. */
    public ContainerSet {
      containers = List.copyOf(containers);
    }

    /** Containers alone. */
    public ContainerSet(String configId, List<ContainerSpec> containers) {
      this(configId, containers, Declared.IMPOSSIBLE, "");
    }
  }

  /** Nothing at all. */
  public static final Desired NOTHING = new Desired(List.of());

  /** One after the other. */
  public Desired(List<ContainerSet> sets) {
    this(sets, true, new TreeMap<>(), new TreeMap<>());
  }

  /** Keeps its own copy. */
  public Desired {
    sets = List.copyOf(sets);
    gone = Collections.unmodifiableSortedMap(new TreeMap<>(gone));
    broken = Collections.unmodifiableSortedMap(new TreeMap<>(broken));
  }

  /** Every container of every set, in order. */
  public Stream<ContainerSpec> containers() {
    return sets.stream().flatMap(set -> set.containers().stream());
  }

  /** The container with this name; empty when the configuration has none. */
  public Optional<ContainerSpec> container(ContainerName name) {
    return containers().filter(spec -> spec.name().equals(name)).findFirst();
  }
}
