package dev.berth.plan;

import dev.berth.model.Care;
import dev.berth.model.Change.Forget;
import dev.berth.model.Change.Remove;
import dev.berth.model.Change.RemoveTarget;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Labels;
import dev.berth.model.LegacyContainer;
import dev.berth.model.Observed;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedUnit;
import dev.berth.model.Problems;
import dev.berth.model.Rendered;
import dev.berth.model.RenderedState;
import dev.berth.model.SourcePosition;
import dev.berth.model.UnitName;
import dev.berth.model.UnitOwner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Finds what is ours and no longer wanted, by the labels of containers and the owners of units. */
final class Removals {
  private final Observed observed;
  private final PlanOptions options;
  private final Problems problems;

  Removals(Observed observed, PlanOptions options, Problems problems) {
    this.observed = observed;
    this.options = options;
    this.problems = problems;
  }

  /**
   * What goes.
   *
   * @param migrating the containers that leave the other engine, and their units with it
   */
  List<Decision> decide(RenderedState wanted, Set<ContainerName> migrating) {
    Map<ContainerName, String> kept = new HashMap<>();
    Set<UnitName> withUnit = new HashSet<>();
    wanted.sets().stream()
        .flatMap(set -> set.targets().stream())
        .forEach(target -> withUnit.add(target.name()));
    for (Rendered rendered : wanted.containers().toList()) {
      if (rendered.spec().role() != ContainerSpec.Role.EXEC) {
        kept.put(rendered.name(), rendered.configId());
      }
      rendered.unit().ifPresent(unit -> withUnit.add(unit.name()));
    }
    Map<ContainerName, ObservedContainer> containers = ownContainers();
    Map<String, Decision> decisions = new TreeMap<>();
    Set<ContainerName> going = new HashSet<>();
    for (ObservedUnit unit : observed.units().values()) {
      unit.owner()
          .filter(owner -> owner.runsContainerOf(options.managedBy()))
          .filter(owner -> !withUnit.contains(unit.name()))
          .filter(owner -> owner.container().filter(migrating::contains).isEmpty())
          .flatMap(owner -> whyUnwanted(owner, kept).map(reason -> removal(unit, owner, reason)))
          .ifPresent(
              decision -> {
                Remove change = (Remove) decision.change();
                going.add(change.container());
                decisions.put(change.container() + " " + unit.name(), decision);
              });
    }
    containers.forEach(
        (name, container) -> {
          String configId = container.ownership().configId();
          if (options.removal().includes(configId)
              && !kept.containsKey(name)
              && !isWayBack(container, wanted)
              && going.add(name)) {
            decisions.put(
                name.text(), removal(name, Optional.empty(), true, whyUnwanted(configId)));
          }
        });
    reportImpostors(wanted);
    List<Decision> all = new ArrayList<>(decisions.values());
    all.addAll(forgotten(wanted, going));
    all.addAll(Adoptions.removals(observed, options, kept.keySet()));
    all.addAll(targets(withUnit));
    all.addAll(new VolumeRemovals(observed, options, problems).decide(all));
    return all;
  }

  /**
   * A unit of a wanted container that is not the wanted unit goes even where nothing is cleaned up:
   * two would fight for the container.
   */
  private Optional<String> whyUnwanted(UnitOwner owner, Map<ContainerName, String> kept) {
    if (owner.container().map(kept::get).filter(owner.configId()::equals).isPresent()) {
      return Optional.of("it is no service of this name any more");
    }
    return options.removal().includes(owner.configId())
        ? Optional.of(whyUnwanted(owner.configId()))
        : Optional.empty();
  }

  private Decision removal(ObservedUnit unit, UnitOwner owner, String reason) {
    ContainerName name = owner.container().orElseThrow();
    boolean isPresent =
        observed
            .container(name)
            .filter(container -> container.ownership().isOf(options.managedBy()))
            .isPresent();
    return removal(
        name, Optional.of(unit.name()), isPresent, reason + onWhichEngine(unit, isPresent));
  }

  /** Both engines lose something, or the one that is not the chosen one; empty otherwise. */
  private String onWhichEngine(ObservedUnit unit, boolean isPresent) {
    String here = observed.engine().name();
    return unit.engine()
        .filter(there -> !there.equals(here))
        .map(there -> "; its unit runs it on " + there)
        .map(words -> isPresent ? words + ", and " + here + " has one of its name" : words)
        .orElse("");
  }

  /** What a killed run has set aside is needed until what followed it is well. */
  private static boolean isWayBack(ObservedContainer container, RenderedState wanted) {
    return !container.ownName().equals(container.name())
        && wanted
            .container(container.ownName())
            .filter(rendered -> rendered.care() == Care.CONTAINER)
            .isPresent();
  }

  /** A task that was adopted, or that removes its container, is known by its record alone. */
  private List<Decision> forgotten(RenderedState wanted, Set<ContainerName> going) {
    List<Decision> decisions = new ArrayList<>();
    new TreeMap<>(observed.applied())
        .forEach(
            (name, applied) -> {
              String configId = applied.configuration().getOrDefault(Labels.CONFIG_ID, "");
              boolean isOurs =
                  options.managedBy().equals(applied.configuration().get(Labels.MANAGED_BY));
              if (isOurs
                  && options.removal().includes(configId)
                  && wanted.container(name).isEmpty()
                  && !going.contains(name)) {
                decisions.add(new Decision(new Forget(name), whyUnwanted(configId)));
              }
            });
    return decisions;
  }

  /** The targets of groups that are no more. */
  private List<Decision> targets(Set<UnitName> kept) {
    List<Decision> decisions = new ArrayList<>();
    for (ObservedUnit unit : observed.units().values()) {
      unit.owner()
          .filter(owner -> !owner.hasContainer() && !kept.contains(unit.name()))
          .filter(owner -> owner.managedBy().equals(options.managedBy()))
          .filter(owner -> options.removal().includes(owner.configId()))
          .ifPresent(
              owner ->
                  decisions.add(
                      new Decision(
                          new RemoveTarget(unit.name()),
                          "no longer needed by the configuration '" + owner.configId() + "'")));
    }
    decisions.sort(Comparator.comparing(decision -> decision.change().subject()));
    return decisions;
  }

  /** What says that it belongs to what is removed, and is not proven to, stays. */
  private void reportImpostors(RenderedState wanted) {
    observed.containers().stream()
        .filter(
            container ->
                container.ownership().isImpostorOf(options.managedBy())
                    || (options.adopt() && LegacyContainer.isImpostor(container)))
        .filter(container -> !LegacyContainer.made(container))
        .filter(container -> options.removal().includes(container.ownership().configId()))
        .filter(container -> wanted.container(container.name()).isEmpty())
        .sorted(Comparator.comparing(ObservedContainer::name))
        .forEach(container -> reportImpostor(container, wanted));
  }

  private void reportImpostor(ObservedContainer container, RenderedState wanted) {
    boolean isFormers = LegacyContainer.isImpostor(container);
    Optional<Rendered> missing =
        container
            .formerName()
            .filter(former -> !isFormers && observed.container(former).isEmpty())
            .flatMap(wanted::container);
    if (missing.isPresent()) {
      ContainerName name = missing.get().name();
      problems.warning(
          missing.get().spec().at(),
          "'"
              + container.name()
              + "' has the labels of '"
              + name
              + "', and nothing proves that it is that one: it stays",
          "'"
              + observed.engine().name()
              + " rename "
              + container.name()
              + " "
              + name
              + "' gives it its name");
      return;
    }
    problems.warning(
        SourcePosition.of(container.name().text()),
        isFormers
            ? "this container has the labels of '"
                + container.ownership().managedBy()
                + "' from its image: it stays"
            : "this container has Berth's labels, and nothing proves that Berth made it: it stays",
        isFormers
            ? "remove it yourself"
            : container
                .formerName()
                .map(
                    name ->
                        "it is a copy of '"
                            + name
                            + "', or was '"
                            + name
                            + "' before it was renamed")
                .orElse("labels come along with an image that was made from a container"));
  }

  private Map<ContainerName, ObservedContainer> ownContainers() {
    Map<ContainerName, ObservedContainer> own = new TreeMap<>();
    observed.containers().stream()
        .filter(
            container ->
                container.ownership().isOf(options.managedBy()) && !LegacyContainer.made(container))
        .filter(container -> !isRunByUnit(container))
        .forEach(container -> own.put(container.name(), container));
    return own;
  }

  /** One that was renamed by hand while its unit runs it ends with that unit. */
  private boolean isRunByUnit(ObservedContainer container) {
    return container
        .formerName()
        .filter(former -> observed.container(former).isEmpty())
        .filter(
            former ->
                observed.units().values().stream()
                    .filter(ObservedUnit::isActive)
                    .flatMap(unit -> unit.owner().stream())
                    .anyMatch(owner -> owner.runs(former)))
        .isPresent();
  }

  private static Decision removal(
      ContainerName container, Optional<UnitName> unit, boolean present, String reason) {
    return new Decision(new Remove(container, unit, present, ContainerSpec.DEFAULT_GRACE), reason);
  }

  private String whyUnwanted(String configId) {
    return options.removal().why(configId);
  }
}
