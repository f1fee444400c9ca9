package dev.berth.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What was asked for, in the form in which it will stand on the host.
 *
 * @param sets in the order in which they are applied
 * @param isSeries whether each goes on only where the one before it has succeeded
 */
public record RenderedState(List<WantedSet> sets, boolean isSeries) {

  /**
   * The containers of one configuration id.
   *
   * @param configId the label that they carry
   * @param containers in file order
   * @param targets the units that keep the order of the groups at boot, in that order
   * @param declared what is declared beside them
   */
  public record WantedSet(
      String configId,
      List<Rendered> containers,
      List<Rendered.UnitFile> targets,
      Declared declared) {
    /** Keeps its own copies. */
    public WantedSet {
      containers = List.copyOf(containers);
      targets = List.copyOf(targets);
    }

    /** Containers alone. */
    public WantedSet(String configId, List<Rendered> containers, List<Rendered.UnitFile> targets) {
      this(configId, containers, targets, Declared.IMPOSSIBLE);
    }
  }

  /** Nothing at all. */
  public static final RenderedState NOTHING = new RenderedState(List.of());

  /** One after the other. */
  public RenderedState(List<WantedSet> sets) {
    this(sets, true);
  }

  /** Keeps its own copy. */
  public RenderedState {
    sets = List.copyOf(sets);
  }

  /** Every container of every set, in order. */
  public Stream<Rendered> containers() {
    return sets.stream().flatMap(set -> set.containers().stream());
  }

  /** The containers that depend on this one, through others too. */
  public Set<ContainerName> dependents(ContainerName name) {
    return reach(name, dependency -> true);
  }

  /** Those among them that cannot be without it: systemd stops them with it. */
  public Set<ContainerName> followers(ContainerName name) {
    return reach(name, Dependency::required);
  }

  /** What one depends on, through others too; the nearest first. */
  public Set<ContainerName> needs(Rendered rendered) {
    Set<ContainerName> reached = new LinkedHashSet<>();
    Deque<Rendered> open = new ArrayDeque<>(List.of(rendered));
    while (!open.isEmpty()) {
      for (Dependency dependency : open.removeFirst().spec().dependencies()) {
        dependency
            .container()
            .filter(reached::add)
            .flatMap(this::container)
            .ifPresent(open::addLast);
      }
    }
    return reached;
  }

  private Set<ContainerName> reach(ContainerName name, Predicate<Dependency> which) {
    Set<ContainerName> found = new LinkedHashSet<>(Set.of(name));
    boolean added = true;
    while (added) {
      added =
          found.addAll(
              containers()
                  .filter(
                      rendered ->
                          rendered.spec().dependencies().stream()
                              .filter(which)
                              .flatMap(dependency -> dependency.container().stream())
                              .anyMatch(found::contains))
                  .map(Rendered::name)
                  .toList());
    }
    found.remove(name);
    return found;
  }

  /** The container with this name; empty when none is wanted. */
  public Optional<Rendered> container(ContainerName name) {
    return containers().filter(rendered -> rendered.name().equals(name)).findFirst();
  }
}
