package dev.berth.plan;

import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec.Role;
import dev.berth.model.Dependency;
import dev.berth.model.Dependency.Condition;
import dev.berth.model.Dependency.Kind;
import dev.berth.model.Healthcheck;
import dev.berth.model.Key;
import dev.berth.model.LegacyContainer;
import dev.berth.model.Observed;
import dev.berth.model.ObservedContainer;
import dev.berth.model.Problems;
import dev.berth.model.Rendered;
import dev.berth.model.RenderedState;
import dev.berth.model.StepId;
import dev.berth.model.Value;
import java.util.Optional;

/**
 * Checks that each container can have what it waits for: of these files, or of another
 * configuration on this host.
 */
final class DependencyTargets {
  private final RenderedState wanted;
  private final Observed observed;
  private final String managedBy;
  private final Problems problems;

  DependencyTargets(RenderedState wanted, Observed observed, String managedBy, Problems problems) {
    this.wanted = wanted;
    this.observed = observed;
    this.managedBy = managedBy;
    this.problems = problems;
  }

  void check() {
    wanted
        .containers()
        .filter(rendered -> rendered.spec().role() != Role.EXEC)
        .forEach(
            rendered ->
                rendered.spec().dependencies().stream()
                    .filter(dependency -> dependency.kind() == Kind.CONTAINER)
                    .forEach(dependency -> check(rendered, dependency)));
  }

  private void check(Rendered dependent, Dependency dependency) {
    Optional<Rendered> target = dependency.container().flatMap(wanted::container);
    if (target.isPresent()) {
      checkWanted(dependent.name(), dependency, target.get());
    } else {
      checkOnHost(dependent, dependency);
    }
  }

  private void checkWanted(ContainerName dependent, Dependency dependency, Rendered target) {
    if (target.spec().role() == Role.INIT) {
      checkInit(dependent, dependency, target);
      return;
    }
    boolean isTask = target.spec().role() == Role.TASK;
    if (dependency.condition() == Condition.SERVICE_COMPLETED_SUCCESSFULLY && !isTask) {
      problems.error(
          dependency.at(),
          waits(dependent, dependency, "the end") + ", which is a service and is not to end",
          "leave `restart` out of '" + target.name() + "', or write `condition: service_started`");
    } else if (dependency.condition() == Condition.SERVICE_HEALTHY && isTask) {
      problems.error(
          dependency.at(),
          waits(dependent, dependency, "the health") + ", which is a task",
          "write `condition: service_completed_successfully`");
    } else if (dependency.condition() == Condition.SERVICE_HEALTHY
        && isKnown(target)
        && !observed.hasHealthcheck(target.spec())) {
      problems.error(
          dependency.at(),
          waits(dependent, dependency, "the health") + ", which has no health check",
          "give it a `healthcheck`, or write `condition: service_started`");
    }
  }

  /** The rest of its pod comes after it without a word; who else waits, waits for the pod. */
  private void checkInit(ContainerName dependent, Dependency dependency, Rendered target) {
    boolean isOfItsPod =
        wanted.container(dependent).filter(one -> one.spec().isInPodOf(target.spec())).isPresent();
    if (!isOfItsPod) {
      problems.error(
          dependency.at(),
          waits(dependent, dependency, "the end") + ", which is part of a pod's start",
          "depend on the pod: " + target.spec().podOwner().map(Object::toString).orElse(""));
    }
  }

  /**
   * Whether it is known: an image that is not on the host yet tells nothing until the plan after
   * its pull.
   */
  private boolean isKnown(Rendered target) {
    return observed.images().containsKey(target.spec().image())
        || target.spec().healthcheck().filter(Healthcheck::isDisabled).isPresent();
  }

  private void checkOnHost(Rendered dependent, Dependency dependency) {
    Optional<ContainerName> target = dependency.container();
    Optional<ObservedContainer> container = target.flatMap(observed::container);
    boolean hasUnit =
        observed.units().values().stream()
            .flatMap(unit -> unit.owner().stream())
            .filter(owner -> owner.runsContainerOf(managedBy))
            .anyMatch(owner -> target.filter(owner::runs).isPresent());
    if (container.isEmpty() && !hasUnit) {
      problems.error(
          dependency.at(),
          "depends on '" + dependency.target() + "', which is no container here or on this host",
          target
              .flatMap(name -> Namesakes.advice(name, observed))
              .orElse("a unit of the host is written with its ending, as name.service"));
    } else if (isOfALaterStep(dependent, container)) {
      problems.error(
          dependency.at(),
          "depends on '" + dependency.target() + "', which comes later, with a later step",
          "move one of the two to another step");
    } else if (dependency.condition() == Condition.SERVICE_COMPLETED_SUCCESSFULLY
        && !container.filter(found -> found.hasExited() && found.exitCode() == 0).isPresent()) {
      problems.error(
          dependency.at(),
          waits(dependent.name(), dependency, "the end")
              + ", which has not ended well on this host",
          "apply its own configuration first");
    } else if (!hasUnit && isDeclared(dependent, dependency) && isForeign(container)) {
      problems.warning(
          dependency.at(),
          "'" + dependent.name() + "' depends on '" + dependency.target() + "', which is not ours",
          "it is there now; at boot nobody waits for it");
    }
  }

  /** And not only implied, as by a shared namespace. */
  private static boolean isDeclared(Rendered dependent, Dependency dependency) {
    return dependent.spec().values().get(Key.DEPENDS_ON) instanceof Value.Mapping declared
        && declared.entries().containsKey(dependency.target());
  }

  private boolean isForeign(Optional<ObservedContainer> container) {
    return container.filter(found -> !found.ownership().isOf(managedBy)).isPresent();
  }

  private static boolean isOfALaterStep(Rendered dependent, Optional<ObservedContainer> container) {
    Optional<StepId> here = StepId.of(dependent.configId());
    return container
        .filter(found -> found.ownership().isProven() || LegacyContainer.made(found))
        .map(found -> found.ownership().configId())
        .flatMap(StepId::of)
        .filter(there -> here.filter(there::isAfter).isPresent())
        .isPresent();
  }

  private static String waits(ContainerName dependent, Dependency dependency, String what) {
    return "'" + dependent + "' waits for " + what + " of '" + dependency.target() + "'";
  }
}
