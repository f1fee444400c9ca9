package dev.berth.plan;

import dev.berth.model.Care;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.LegacyContainer;
import dev.berth.model.Observed;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedUnit;
import dev.berth.model.Ownership;
import dev.berth.model.Problems;
import dev.berth.model.Rendered;
import dev.berth.model.Rendered.UnitFile;
import dev.berth.model.RenderedState;
import dev.berth.model.RenderedState.WantedSet;
import dev.berth.model.SourcePosition;
import dev.berth.model.UnitOwner;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds wanted names that somebody else has: such an object is never touched. */
final class Conflicts {
  private final Observed observed;
  private final PlanOptions options;
  private final String managedBy;
  private final HandOvers handOvers;
  private final Namesakes namesakes;

  Conflicts(Observed observed, PlanOptions options, HandOvers handOvers) {
    this.observed = observed;
    this.handOvers = handOvers;
    this.namesakes = new Namesakes(observed);
    this.options = options;
    this.managedBy = options.managedBy();
  }

  void find(RenderedState wanted, Problems problems) {
    wanted
        .containers()
        .filter(rendered -> rendered.spec().role() != ContainerSpec.Role.EXEC)
        .forEach(
            rendered -> {
              if (namesakes.check(rendered, problems)) {
                return;
              }
              Optional<LegacyContainer> former = observed.legacy(rendered.name());
              if (former.isPresent()) {
                check(rendered, former.get(), problems);
                checkThoseInside(rendered, former.get(), wanted, problems);
              }
              observed
                  .container(rendered.name())
                  .filter(container -> !LegacyContainer.made(container))
                  .ifPresent(container -> check(rendered, container, problems));
              rendered
                  .unit()
                  .flatMap(unit -> Optional.ofNullable(observed.units().get(unit.name())))
                  .filter(unit -> former.stream().noneMatch(left -> left.hasUnit(unit.name())))
                  .ifPresent(
                      unit -> {
                        if (!isToldOfContainer(rendered, unit)) {
                          check(rendered, unit, problems);
                        }
                      });
            });
    for (WantedSet set : wanted.sets()) {
      for (UnitFile target : set.targets()) {
        Optional.ofNullable(observed.units().get(target.name()))
            .ifPresent(
                unit ->
                    check(set.containers().getFirst().spec().at(), set.configId(), unit, problems));
      }
    }
  }

  private void check(Rendered rendered, LegacyContainer former, Problems problems) {
    boolean isMasked =
        rendered.care() == Care.UNIT
            && former.service().filter(unit -> unit.unit().isMasked()).isPresent();
    if (!options.adopt() && former.isAdoptable() && !isMasked) {
      problems.error(
          rendered.spec().at(),
          former.container().isPresent()
              ? taken(former)
              : Adoptions.origin(former) + " and starts '" + rendered.name() + "'",
          "--adopt takes it over; 'berth plan --adopt' shows how");
    }
  }

  private static String taken(LegacyContainer former) {
    return "the name '"
        + former.name()
        + (former.ownName().equals(former.name())
            ? "' is taken by a container that '" + former.managedBy() + "' manages"
            : "' is that of the container '"
                + former.ownName()
                + "' to '"
                + former.managedBy()
                + "', which manages it");
  }

  /** What stays keeps its container too: the engine would refuse after everything was stopped. */
  private void checkThoseInside(
      Rendered rendered, LegacyContainer former, RenderedState wanted, Problems problems) {
    if (!options.adopt()) {
      return;
    }
    Set<ContainerName> going =
        Adoptions.removals(observed, options, List.of()).stream()
            .flatMap(decision -> decision.change().about().stream())
            .collect(Collectors.toSet());
    observed.legacyContainers().values().stream()
        .filter(other -> other.isIn(former.name(), Optional.empty()))
        .filter(other -> wanted.container(other.name()).isEmpty() && !going.contains(other.name()))
        .map(LegacyContainer::name)
        .sorted()
        .forEach(
            other ->
                problems.error(
                    rendered.spec().at(),
                    "'"
                        + rendered.name()
                        + "' cannot be adopted while '"
                        + other
                        + "', which stays, uses its namespaces or volumes",
                    "adopt both at once, or remove '" + other + "' first"));
  }

  private void check(Rendered rendered, ObservedContainer container, Problems problems) {
    SourcePosition at = rendered.spec().at();
    Ownership ownership = container.ownership();
    String owner = ownership.managedBy();
    String configId = ownership.configId();
    if (LegacyContainer.isImpostor(container)) {
      problems.error(
          at,
          "the name '"
              + rendered.name()
              + "' is taken by a container whose image has the labels of '"
              + owner
              + "', which did not make it",
          "remove it, or rename one of them");
    } else if (ownership.isImpostorOf(managedBy)) {
      problems.error(
          at,
          "the name '"
              + rendered.name()
              + "' is taken by a container that has Berth's labels, but that Berth did not make"
              + " here",
          "remove it, or rename one of them: labels come along with an image that was made from a"
              + " container");
    } else if (!owner.equals(managedBy)) {
      problems.error(
          at,
          "the name '"
              + rendered.name()
              + "' is taken by a container "
              + (owner.isEmpty() ? "that nobody manages here" : "that '" + owner + "' manages"),
          "rename one of them, or remove the other: it is not Berth's to touch");
    } else if (!configId.equals(rendered.configId())
        && !handOvers.isAllowed(rendered.name(), configId)) {
      problems.error(
          at,
          "the name '"
              + rendered.name()
              + "' is taken by the configuration '"
              + configId
              + "', this is '"
              + rendered.configId()
              + "'",
          handOvers.advice(rendered, configId));
    }
  }

  /** The container's problem says it all already. */
  private boolean isToldOfContainer(Rendered rendered, ObservedUnit unit) {
    return unit.owner().filter(owner -> owner.runsContainerOf(managedBy)).isPresent()
        && observed
            .container(rendered.name())
            .filter(container -> container.ownership().isOf(managedBy))
            .isPresent();
  }

  private void check(Rendered rendered, ObservedUnit unit, Problems problems) {
    Optional<UnitOwner> owner = unit.owner();
    SourcePosition at = rendered.spec().at();
    if (owner.filter(found -> found.runsContainerOf(managedBy)).isEmpty()) {
      check(at, rendered.configId(), unit, problems);
      return;
    }
    String configId = owner.get().configId();
    if (!configId.equals(rendered.configId())
        && !unit.isMasked()
        && !handOvers.isAllowed(rendered.name(), configId)) {
      problems.error(
          at,
          "the unit " + unit.name() + " belongs to the configuration '" + configId + "'",
          handOvers.advice(rendered, configId));
    }
  }

  private void check(SourcePosition at, String configId, ObservedUnit unit, Problems problems) {
    if (unit.isMasked() || (unit.text().isEmpty() && unit.loadState().equals("not-found"))) {
      return;
    }
    Optional<UnitOwner> owner = unit.owner();
    if (owner.isEmpty()) {
      problems.error(
          at,
          "the unit " + unit.name() + " exists and was not written by Berth",
          "remove it, or choose another --unit-prefix");
    } else if (!owner.get().managedBy().equals(managedBy)
        || !owner.get().configId().equals(configId)) {
      problems.error(
          at,
          "the unit "
              + unit.name()
              + " belongs to the configuration '"
              + owner.get().configId()
              + "' of '"
              + owner.get().managedBy()
              + "'",
          "rename the container, or choose another --unit-prefix");
    }
  }
}
