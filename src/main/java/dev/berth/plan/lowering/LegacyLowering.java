package dev.berth.plan.lowering;

import dev.berth.model.Applied;
import dev.berth.model.ContainerName;
import dev.berth.model.LegacyContainer;
import dev.berth.model.LegacyUnit;
import dev.berth.model.LegacyUnit.Kind;
import dev.berth.model.Observed;
import dev.berth.model.ObservedContainer;
import dev.berth.model.Rendered;
import dev.berth.model.RenderedState;
import dev.berth.model.UnitName;
import dev.berth.model.operation.Behalf;
import dev.berth.model.operation.ContainerOperation.RemoveContainer;
import dev.berth.model.operation.ContainerOperation.RenameContainer;
import dev.berth.model.operation.ContainerOperation.SetRestartPolicy;
import dev.berth.model.operation.ContainerOperation.StopContainer;
import dev.berth.model.operation.FileOperation.RemoveUnit;
import dev.berth.model.operation.FileOperation.Untie;
import dev.berth.model.operation.ManagerOperation.DisableUnit;
import dev.berth.model.operation.ManagerOperation.ReloadManager;
import dev.berth.model.operation.ManagerOperation.ResetFailed;
import dev.berth.model.operation.ManagerOperation.StopTogether;
import dev.berth.model.operation.MemoryOperation.Recording;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.NodeId;
import dev.berth.model.operation.Operation;
import dev.berth.plan.lowering.Nodes.Cause;
import dev.berth.plan.lowering.Nodes.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How what Paunch or tripleo-ansible left of containers makes way. The container goes last: its
 * labels show a later run, should this one be killed, that there is something left to do.
 */
public final class LegacyLowering {
  private final RenderedState wanted;
  private final Observed observed;

  /** The containers that the plan takes over or away: no other is touched. */
  private final Set<ContainerName> going;

  /** The units that have our text by now, or will have it. */
  private final Set<UnitName> ours;

  /**
   * That of a plan.
   *
   * @param going the containers that the plan takes over or away: no other is touched
   */
  public LegacyLowering(RenderedState wanted, Observed observed, Set<ContainerName> going) {
    this.wanted = wanted;
    this.observed = observed;
    this.going = Set.copyOf(going);
    this.ours =
        wanted
            .containers()
            .flatMap(rendered -> rendered.unit().stream())
            .map(Rendered.UnitFile::name)
            .collect(Collectors.toSet());
  }

  /** The cause of what is added: nothing of a service's own has the same name. */
  static Cause cause(LegacyContainer former) {
    return new Cause(behalf(former.name()), 0);
  }

  /** The behalf of the operations for what was left of a container. */
  public static Behalf behalf(ContainerName container) {
    return new Behalf.Former(container, Behalf.Former.What.LEFT);
  }

  /**
   * The operations that remove what ties health timers to their services: stopping such a timer
   * would stop the service too, for as long as systemd has not been told.
   */
  public static List<Node> untie(Collection<LegacyContainer> formers) {
    Nodes nodes = new Nodes();
    Place place = Place.FIRST;
    for (LegacyContainer former : formers) {
      for (UnitName service : services(former)) {
        place = Place.afterEnd(nodes.add(cause(former), new Untie(service), place));
      }
    }
    return nodes.all();
  }

  private static List<UnitName> services(LegacyContainer former) {
    return former.units().stream()
        .filter(unit -> unit.kind() == Kind.SERVICE)
        .map(LegacyUnit::name)
        .toList();
  }

  /** The operations that keep their units from starting at boot. */
  public List<Node> disable(Collection<LegacyContainer> formers) {
    Nodes nodes = new Nodes();
    disable(nodes, formers);
    return nodes.all();
  }

  private Set<NodeId> disable(Nodes nodes, Collection<LegacyContainer> formers) {
    Set<NodeId> disabled = new LinkedHashSet<>();
    for (LegacyContainer former : formers) {
      for (UnitName unit : units(former)) {
        if (!ours.contains(unit)) {
          disabled.add(nodes.addSpare(cause(former), new DisableUnit(unit), Place.FIRST));
        }
      }
    }
    return disabled;
  }

  /** Those that may be stopped and removed: a mask is the operator's. */
  private static List<UnitName> units(LegacyContainer former) {
    return former.units().stream()
        .filter(unit -> !unit.unit().isMasked())
        .map(LegacyUnit::name)
        .toList();
  }

  /** These with those in their namespaces, which go with them: the engine keeps them else. */
  public List<LegacyContainer> withThoseInTheirNamespaces(Collection<LegacyContainer> formers) {
    Set<LegacyContainer> all = new LinkedHashSet<>(formers);
    boolean added = true;
    while (added) {
      added =
          all.addAll(
              observed.legacyContainers().values().stream()
                  .filter(other -> going.contains(other.name()))
                  .filter(other -> all.stream().anyMatch(former -> isIn(other, former)))
                  .toList());
    }
    return List.copyOf(all);
  }

  /** Whether it shares namespaces with others, so that others may want it gone, too. */
  public boolean isInAnother(LegacyContainer former) {
    return observed.legacyContainers().values().stream().anyMatch(other -> isIn(former, other));
  }

  private boolean isIn(LegacyContainer one, LegacyContainer other) {
    return one.isIn(other.name(), wanted.container(one.name()).map(Rendered::spec));
  }

  /**
   * The operations that take some away: they stop, their tasks go on record, and then they are set
   * aside, or go.
   *
   * @param disabled those of them that are to be disabled before
   * @param tasks the tasks that have run as part of them, by container: without the record and
   *     without the container they would run again
   * @param isKept whether one is set aside, and not removed
   */
  public List<Node> takeAway(
      Collection<LegacyContainer> disabled,
      List<LegacyContainer> formers,
      Map<ContainerName, Rendered> tasks,
      Predicate<LegacyContainer> isKept) {
    Nodes nodes = new Nodes();
    Place first = new Place(Set.of(), disable(nodes, disabled));
    Map<ContainerName, Place> stopped = stop(nodes, formers, first);
    for (LegacyContainer former : formers) {
      Optional.ofNullable(tasks.get(former.name()))
          .ifPresent(
              task ->
                  stopped.compute(
                      former.name(),
                      (_, place) ->
                          Place.after(
                              nodes.add(
                                  cause(former),
                                  record(task, former),
                                  Optional.ofNullable(place).orElse(Place.FIRST)))));
    }
    Optional<NodeId> last = Optional.empty();
    for (LegacyContainer former : formers.stream().filter(isKept).toList()) {
      if (!former.isAside()) {
        last =
            Optional.of(
                nodes.add(
                    cause(former),
                    new RenameContainer(former.ownName(), former.asideName()),
                    behind(stopped.getOrDefault(former.name(), first), last)));
      }
    }
    remove(
        nodes,
        formers.stream().filter(isKept.negate()).toList(),
        stopped,
        former -> former.container().map(ObservedContainer::name).orElse(former.name()));
    return nodes.all();
  }

  private static Place behind(Place place, Optional<NodeId> before) {
    Set<NodeId> over = new HashSet<>(place.afterEnd());
    before.ifPresent(over::add);
    return new Place(place.after(), over);
  }

  private static Operation record(Rendered task, LegacyContainer former) {
    return new Recording(
        task,
        new Applied(
            task.digest(),
            former.container().map(ObservedContainer::imageId).orElse(""),
            task.configuration(),
            true));
  }

  /** Where each is once it is stopped, by container. */
  private static Map<ContainerName, Place> stop(
      Nodes nodes, List<LegacyContainer> formers, Place first) {
    Map<ContainerName, Place> stopped = new HashMap<>();
    Set<NodeId> ended = new LinkedHashSet<>();
    for (LegacyContainer former : formers) {
      List<UnitName> units = units(former);
      if (!units.isEmpty()) {
        // Together: a health check that runs on would make the stop of its container fail.
        NodeId stop =
            nodes.add(
                cause(former), new StopTogether(former.name(), units, services(former)), first);
        ended.add(stop);
        stopped.put(former.name(), Place.after(stop));
      }
    }
    Set<NodeId> reset = new LinkedHashSet<>();
    for (LegacyContainer former : formers) {
      Place place = stopped.getOrDefault(former.name(), first);
      for (UnitName service : services(former)) {
        nodes.add(cause(former), new Untie(service), place);
      }
      units(former)
          .forEach(
              unit ->
                  reset.add(
                      nodes.addSpare(
                          cause(former), new ResetFailed(unit), new Place(Set.of(), ended))));
    }
    for (LegacyContainer former : formers) {
      Place place =
          new Place(stopped.getOrDefault(former.name(), Place.FIRST).after(), all(first, reset));
      stopped.put(former.name(), place);
      if (former.service().isEmpty() && former.mayRun()) {
        stopped.put(former.name(), Place.after(stopContainer(nodes, former, place)));
      }
    }
    return stopped;
  }

  private static Set<NodeId> all(Place first, Set<NodeId> others) {
    Set<NodeId> all = new HashSet<>(first.afterEnd());
    all.addAll(others);
    return all;
  }

  /** One without a unit; a restart of the engine's daemon must not bring it back meanwhile. */
  private static NodeId stopContainer(Nodes nodes, LegacyContainer former, Place place) {
    ContainerName name = former.container().orElseThrow().name();
    List<Operation> operations = new ArrayList<>();
    if (former.restart().isPresent()) {
      operations.add(new SetRestartPolicy(name, "no"));
    }
    operations.add(new StopContainer(name, former.grace()));
    return nodes.addChain(cause(former), place, operations);
  }

  /** The operation that has systemd forget the units that are gone. */
  public static List<Node> told() {
    Nodes nodes = new Nodes();
    nodes.add(Cause.shared(0), new ReloadManager(), Place.FIRST);
    return nodes.all();
  }

  /** The operations that remove what was set aside for services that are well. */
  public List<Node> over(List<LegacyContainer> formers) {
    Nodes nodes = new Nodes();
    remove(nodes, formers, Map.of(), LegacyContainer::asideName);
    return nodes.all();
  }

  /**
   * Their units' files go first, a service's own last of them: it tells what the others belong to.
   * The engine keeps a container for as long as another one is in its namespaces.
   */
  private void remove(
      Nodes nodes,
      List<LegacyContainer> formers,
      Map<ContainerName, Place> stopped,
      java.util.function.Function<LegacyContainer, ContainerName> names) {
    Optional<NodeId> last = Optional.empty();
    for (LegacyContainer former : formers) {
      Place place = stopped.getOrDefault(former.name(), Place.FIRST);
      for (UnitName unit : files(former).toList()) {
        last = Optional.of(nodes.add(cause(former), new RemoveUnit(unit), behind(place, last)));
      }
    }
    Map<ContainerName, NodeId> removed = new HashMap<>();
    for (LegacyContainer former : insideFirst(formers)) {
      if (former.container().isPresent()) {
        // Where there was none of theirs, the name is ours by now.
        Place place = behind(stopped.getOrDefault(former.name(), Place.FIRST), last);
        Set<NodeId> over = new HashSet<>(place.afterEnd());
        formers.stream()
            .filter(other -> isIn(other, former))
            .flatMap(other -> Optional.ofNullable(removed.get(other.name())).stream())
            .forEach(over::add);
        removed.put(
            former.name(),
            nodes.add(
                cause(former),
                new RemoveContainer(names.apply(former), former.grace()),
                new Place(place.after(), over)));
      }
    }
  }

  private Stream<UnitName> files(LegacyContainer former) {
    return former.units().stream()
        .filter(unit -> !unit.unit().isMasked())
        .sorted(Comparator.comparing(LegacyUnit::kind).reversed())
        .map(LegacyUnit::name)
        .filter(name -> !ours.contains(name));
  }

  private List<LegacyContainer> insideFirst(List<LegacyContainer> formers) {
    List<LegacyContainer> sorted = new ArrayList<>();
    List<LegacyContainer> left = new ArrayList<>(formers);
    while (!left.isEmpty()) {
      List<LegacyContainer> free =
          left.stream()
              .filter(former -> left.stream().noneMatch(other -> isIn(other, former)))
              .toList();
      List<LegacyContainer> next = free.isEmpty() ? List.copyOf(left) : free;
      sorted.addAll(next);
      left.removeAll(next);
    }
    return sorted;
  }
}
