package dev.berth.plan;

import dev.berth.model.ComposeReplica;
import dev.berth.model.ContainerName;
import dev.berth.model.Labels;
import dev.berth.model.ObservedContainer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which containers of an engine are those of wanted Compose projects, by the labels that Compose
 * knows them by. Whoever can make a container can write these labels: so what has any of an owner
 * like Berth is nobody's to match, and where two say that they are the same one, one is left over.
 *
 * @param names what each container is called here that is one of the wanted, by its full id
 * @param unmatched those of the projects that stand for none of the wanted containers, and those
 *     that have the name of one without being it
 */
public record ComposeMatch(Map<String, ContainerName> names, List<ObservedContainer> unmatched) {
  /** Keeps its own copies. */
  public ComposeMatch {
    names = Map.copyOf(names);
    unmatched = List.copyOf(unmatched);
  }

  /**
   * That of wanted containers; those of a service are told apart by the order of their numbers, as
   * a scaled service may have gaps there.
   *
   * @param wanted which one of its project each is, by its name here
   * @param there the engine's containers under their own names
   * @param known those of which the name here is known already, by full id
   */
  public static ComposeMatch of(
      Map<ContainerName, ComposeReplica> wanted,
      Collection<ObservedContainer> there,
      Map<String, ContainerName> known) {
    Map<String, ContainerName> names = new HashMap<>();
    List<ObservedContainer> unmatched = new ArrayList<>();
    Set<String> ids = there.stream().map(ObservedContainer::id).collect(Collectors.toSet());
    Map<String, ContainerName> settled = new HashMap<>(known);
    settled.keySet().retainAll(ids);
    Map<ContainerName, ComposeReplica> open = new LinkedHashMap<>(wanted);
    open.keySet().removeAll(settled.values());
    Set<String> projects =
        wanted.values().stream().map(ComposeReplica::project).collect(Collectors.toSet());
    Map<ComposeReplica, ObservedContainer> found = new TreeMap<>();
    for (ObservedContainer container : sorted(there)) {
      Optional<ComposeReplica> replica =
          replica(container).filter(it -> projects.contains(it.project()));
      ContainerName name = settled.get(container.id());
      if (name != null) {
        replica
            .filter(_ -> wanted.containsKey(name))
            .ifPresent(_ -> names.put(container.id(), name));
      } else if (replica.filter(it -> found.putIfAbsent(it, container) != null).isPresent()) {
        unmatched.add(container);
      }
    }
    Map<ComposeReplica, ContainerName> byReplica = new TreeMap<>();
    open.forEach((name, replica) -> byReplica.put(replica, name));
    byReplica.forEach(
        (replica, name) ->
            found.keySet().stream()
                .filter(replica::isBeside)
                .findFirst()
                .ifPresent(
                    first ->
                        Optional.ofNullable(found.remove(first))
                            .ifPresent(container -> names.put(container.id(), name))));
    unmatched.addAll(found.values());
    there.stream()
        .filter(container -> names.containsValue(container.name()))
        .filter(container -> !names.containsKey(container.id()))
        .filter(container -> !unmatched.contains(container))
        .forEach(unmatched::add);
    return new ComposeMatch(names, unmatched);
  }

  /**
   * Which one of its project a container is; empty where Compose has not made it, or somebody else
   * looks after it.
   */
  public static Optional<ComposeReplica> replica(ObservedContainer container) {
    return Optional.of(container.labels())
        .filter(
            labels -> !labels.containsKey(Labels.MANAGED_BY) && !labels.containsKey(Labels.DIGEST))
        .flatMap(ComposeReplica::of);
  }

  /**
   * The containers in an order that is always the same; of two that say the same what runs is
   * first.
   */
  private static List<ObservedContainer> sorted(Collection<ObservedContainer> containers) {
    return containers.stream()
        .sorted(
            Comparator.comparing(ObservedContainer::isRunning)
                .reversed()
                .thenComparing(ObservedContainer::id))
        .toList();
  }
}
