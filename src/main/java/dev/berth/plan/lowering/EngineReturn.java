package dev.berth.plan.lowering;

import dev.berth.model.ContainerName;
import dev.berth.model.Kept;
import dev.berth.model.Observed;
import dev.berth.model.ObservedContainer;
import dev.berth.model.Rendered;
import dev.berth.model.RenderedState;
import dev.berth.model.operation.Behalf;
import dev.berth.model.operation.ContainerOperation.RemoveContainer;
import dev.berth.model.operation.ContainerOperation.RenameContainer;
import dev.berth.model.operation.ContainerOperation.SetRestartPolicy;
import dev.berth.model.operation.ContainerOperation.StartContainer;
import dev.berth.model.operation.ContainerOperation.StopContainer;
import dev.berth.model.operation.LookOperation.AwaitReady;
import dev.berth.model.operation.LookOperation.AwaitReady.Purpose;
import dev.berth.model.operation.MemoryOperation.Recording;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.NodeId;
import dev.berth.model.operation.Operation;
import dev.berth.plan.lowering.Nodes.Cause;
import dev.berth.plan.lowering.Nodes.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How services in the engine's own care go back to what was set aside for them, all that go
 * together in three strata: the new ones end, dependents first; names, records and policies are put
 * back; what ran starts again, owners first, and is waited for. With them go those in their
 * namespaces, which are others by then, and those with their volumes, where these were made anew.
 */
public final class EngineReturn {

  private final RenderedState wanted;
  private final Observed observed;
  private final Map<ContainerName, Kept> formers;
  private final Set<ContainerName> aside;
  private final Nodes nodes = new Nodes();

  /** All that take part, owners first, each with those in whose namespaces or volumes it is. */
  private final Map<ContainerName, Set<ContainerName>> owners = new LinkedHashMap<>();

  private final Map<ContainerName, NodeId> ends = new HashMap<>();
  private final Map<ContainerName, NodeId> starts = new HashMap<>();

  private EngineReturn(
      RenderedState wanted,
      Observed observed,
      Map<ContainerName, Kept> formers,
      Set<ContainerName> aside) {
    this.wanted = wanted;
    this.observed = observed;
    this.formers = formers;
    this.aside = aside;
  }

  /**
   * The operations that take services back.
   *
   * @param failed the containers of those that failed, all among the formers
   * @param formers what the services were whose turn has begun, and that are not back yet, by
   *     container
   * @param aside the containers whose former has the other name now; any other never got as far
   * @return each with its {@link #container}
   */
  public static List<Node> of(
      Collection<ContainerName> failed,
      RenderedState wanted,
      Observed observed,
      Map<ContainerName, Kept> formers,
      Set<ContainerName> aside) {
    EngineReturn back = new EngineReturn(wanted, observed, formers, aside);
    failed.forEach(name -> back.owners.putIfAbsent(name, new HashSet<>()));
    List.copyOf(back.owners.keySet()).forEach(back::addFollowers);
    back.lower();
    failed.forEach(back::await);
    return back.nodes.all();
  }

  /**
   * The operations that take one back whose turn never came: alone, and nobody waits for it.
   *
   * @param former what a killed run has set aside for it
   */
  public static List<Node> resume(
      ContainerName container,
      RenderedState wanted,
      Observed observed,
      Kept former,
      Set<ContainerName> aside) {
    EngineReturn back = new EngineReturn(wanted, observed, Map.of(container, former), aside);
    back.owners.put(container, Set.of());
    back.lower();
    return back.nodes.all();
  }

  /** The container with those that go back with it, as far as they take part. */
  public static Set<ContainerName> together(
      ContainerName container,
      RenderedState wanted,
      Observed observed,
      Map<ContainerName, Kept> formers) {
    EngineReturn back = new EngineReturn(wanted, observed, formers, Set.of());
    back.owners.put(container, new HashSet<>());
    back.addFollowers(container);
    return Set.copyOf(back.owners.keySet());
  }

  private void addFollowers(ContainerName owner) {
    for (Rendered follower : wanted.containers().toList()) {
      boolean isInNamespace = follower.spec().namespaceOwners().containsValue(owner);
      // Whoever only uses its volumes goes on with those that it has, unless it was made anew.
      boolean hasItsVolumes =
          follower.spec().volumeLenders().contains(owner) && formers.containsKey(follower.name());
      if ((isInNamespace || hasItsVolumes) && !follower.name().equals(owner)) {
        boolean isNew = !owners.containsKey(follower.name());
        owners.computeIfAbsent(follower.name(), name -> new HashSet<>()).add(owner);
        if (isNew) {
          addFollowers(follower.name());
        }
      }
    }
  }

  private void lower() {
    List<ContainerName> ownersFirst = ownersFirst();
    ownersFirst.reversed().forEach(this::end);
    ownersFirst.forEach(this::start);
  }

  private List<ContainerName> ownersFirst() {
    List<ContainerName> sorted = new ArrayList<>();
    Set<ContainerName> left = new java.util.LinkedHashSet<>(owners.keySet());
    while (!left.isEmpty()) {
      List<ContainerName> free =
          left.stream()
              .filter(
                  name -> owners.getOrDefault(name, Set.of()).stream().noneMatch(left::contains))
              .toList();
      sorted.addAll(free.isEmpty() ? left : free);
      left.removeAll(List.copyOf(sorted));
    }
    return sorted;
  }

  private static Cause cause(ContainerName name) {
    return new Cause(new Behalf.Former(name, Behalf.Former.What.FORMER), 0);
  }

  /** The container on whose behalf an operation of a way back is done. */
  public static ContainerName container(Node node) {
    return ((Behalf.Former) node.id().behalf()).container();
  }

  private Rendered rendered(ContainerName name) {
    return wanted.container(name).orElseThrow();
  }

  private boolean isFormer(ContainerName name) {
    return formers.containsKey(name);
  }

  private boolean ran(ContainerName name) {
    return observed.container(name).filter(ObservedContainer::isRunning).isPresent();
  }

  /** Where the name is still the former's own, there is nothing new to end. */
  private void end(ContainerName name) {
    Duration grace = rendered(name).spec().stopGracePeriod();
    Optional<Operation> end =
        isFormer(name)
            ? Optional.<Operation>of(new RemoveContainer(name, grace))
                .filter(_ -> aside.contains(name))
            : Optional.<Operation>of(new StopContainer(name, grace)).filter(_ -> ran(name));
    end.ifPresent(
        operation ->
            ends.put(
                name,
                nodes.add(cause(name), operation, new Place(Set.of(), Set.copyOf(ends.values())))));
  }

  private void start(ContainerName name) {
    Set<NodeId> needed = new HashSet<>();
    Optional.ofNullable(ends.get(name)).ifPresent(needed::add);
    // Two never run, and none starts without who it needs.
    owners.getOrDefault(name, Set.of()).stream()
        .flatMap(owner -> Optional.ofNullable(starts.get(owner)).stream())
        .forEach(needed::add);
    Place place = new Place(needed, new HashSet<>(ends.values()));
    if (isFormer(name)) {
      starts.put(name, nodes.addChain(cause(name), place, putBack(name)));
    } else if (ends.containsKey(name)) {
      starts.put(name, nodes.add(cause(name), new StartContainer(name), place));
    }
  }

  private List<Operation> putBack(ContainerName name) {
    Kept former = java.util.Objects.requireNonNull(formers.get(name));
    List<Operation> operations = new ArrayList<>();
    if (aside.contains(name)) {
      operations.add(new RenameContainer(EnginePredecessors.aside(name), name));
    }
    former.applied().ifPresent(applied -> operations.add(new Recording(rendered(name), applied)));
    operations.add(new SetRestartPolicy(name, former.restart()));
    operations.add(new StartContainer(name));
    return operations;
  }

  /** What comes back has to be well, too. */
  private void await(ContainerName name) {
    nodes.add(
        cause(name),
        new AwaitReady(
            name, Optional.empty(), rendered(name).spec().longestStart(), Purpose.RETURN),
        Place.after(java.util.Objects.requireNonNull(starts.get(name))));
  }
}
