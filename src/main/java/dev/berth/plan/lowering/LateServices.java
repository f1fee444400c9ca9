package dev.berth.plan.lowering;

import dev.berth.model.Change;
import dev.berth.model.Change.Service;
import dev.berth.model.ContainerName;
import dev.berth.model.Observed;
import dev.berth.model.Plan;
import dev.berth.model.Rendered;
import dev.berth.model.RenderedState;
import dev.berth.model.Step;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The services that depend on a task which has yet to run, through others too. Their units are
 * installed only when their turn comes: should the task fail, or Berth be killed, a boot must not
 * start them with a configuration that the task has not prepared.
 *
 * <p>So are those that are reloaded, whose unit says that they were, those that come over from the
 * other engine, which a boot must not start on both; and those whose unit has the name of one that
 * Paunch or tripleo-ansible left: what runs has to be stopped by its own unit, as ours would remove
 * the container.
 */
public final class LateServices {
  private final Set<ContainerName> names;

  private LateServices(Set<ContainerName> names) {
    this.names = names;
  }

  /** Those of a plan. */
  public static LateServices of(Plan plan, RenderedState wanted, Observed observed) {
    Set<ContainerName> open =
        plan.steps().stream()
            .map(Step::change)
            .filter(
                change -> change instanceof Change.RunTask || change instanceof Change.AwaitTask)
            .flatMap(change -> change.about().stream())
            .collect(Collectors.toSet());
    Set<ContainerName> late = new HashSet<>();
    open.forEach(task -> late.addAll(wanted.dependents(task)));
    plan.steps().stream()
        .map(Step::change)
        .filter(
            change ->
                change instanceof Service service
                    && (service.isComingOver() || service.kind() == Service.Kind.RELOAD))
        .forEach(change -> change.about().ifPresent(late::add));
    wanted
        .containers()
        .filter(rendered -> isInPlaceOfAFormer(rendered, observed))
        .forEach(rendered -> late.add(rendered.name()));
    return new LateServices(late);
  }

  private static boolean isInPlaceOfAFormer(Rendered rendered, Observed observed) {
    return rendered
        .unit()
        .flatMap(
            unit -> observed.legacy(rendered.name()).filter(former -> former.hasUnit(unit.name())))
        .isPresent();
  }

  /** Whether this is one. */
  public boolean contains(Service service) {
    return names.contains(service.name());
  }
}
