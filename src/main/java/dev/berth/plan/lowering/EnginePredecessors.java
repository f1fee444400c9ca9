package dev.berth.plan.lowering;

import dev.berth.model.Care;
import dev.berth.model.Change.Service;
import dev.berth.model.Change.Service.Kind;
import dev.berth.model.ContainerName;
import dev.berth.model.Kept;
import dev.berth.model.Observed;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedHealth.Status;
import dev.berth.model.Rendered;
import java.util.Optional;

/**
 * What services in the engine's own care may go back to: the container that is replaced waits under
 * another name until the new one is well. The name shows a later run, should this one be killed,
 * that it is to go: nobody wants it.
 */
public final class EnginePredecessors {
  private final Observed observed;
  private final EngineFacts facts;

  /** Those of a plan. */
  public EnginePredecessors(Observed observed, EngineFacts facts) {
    this.observed = observed;
    this.facts = facts;
  }

  /** The name under which it waits. */
  public static ContainerName aside(ContainerName container) {
    return container.with(ObservedContainer.ASIDE);
  }

  /**
   * What there was before a killed run: what it has set aside, whatever has its name by now, or
   * what has its name again, or still. Empty where there is none, and for what has a unit or is no
   * service.
   */
  public Optional<Kept> ofKilledRun(Rendered rendered) {
    return waiting(rendered).or(() -> inItsPlace(rendered));
  }

  private Optional<Kept> waiting(Rendered rendered) {
    boolean isInEnginesCare = rendered.care() == Care.CONTAINER;
    return observed
        .setAside(rendered.name())
        .filter(_ -> isInEnginesCare)
        .map(aside -> setAside(rendered, aside));
  }

  private Optional<Kept> inItsPlace(Rendered rendered) {
    boolean isInEnginesCare = rendered.care() == Care.CONTAINER;
    return observed
        .container(rendered.name())
        .filter(_ -> isInEnginesCare)
        .flatMap(container -> known(container, rendered.name()));
  }

  private Kept setAside(Rendered rendered, ObservedContainer aside) {
    Optional<Kept> kept = Optional.ofNullable(facts.kept().get(rendered.name()));
    String wanted = rendered.spec().restart().map(Object::toString).orElse("no");
    return Kept.of(
        aside.id(),
        kept.map(Kept::restart).filter(policy -> !policy.isEmpty()).orElse(wanted),
        kept.flatMap(Kept::applied));
  }

  /** What is there of the container's name and gives way to a service. */
  Optional<ObservedContainer> replaced(Service service) {
    return service.kind() == Kind.REPLACE ? observed.container(service.name()) : Optional.empty();
  }

  /**
   * The predecessor of a service that is replaced, where it is set aside and not removed. Empty
   * when it is removed: nobody goes back to a container that was not seen well while its own
   * predecessor waits.
   */
  public Optional<Kept> setAside(Service service) {
    return replaced(service)
        .filter(_ -> facts.goesBack())
        .filter(container -> isWell(container) || waiting(service.rendered()).isEmpty())
        .filter(container -> container.isRunning() || isKept(container, service))
        .map(
            container ->
                known(container, service.name())
                    .orElseGet(
                        () ->
                            Kept.of(
                                container.id(),
                                container.restart(),
                                Optional.ofNullable(facts.applied().get(service.name())))));
  }

  private Optional<Kept> known(ObservedContainer container, ContainerName name) {
    return Optional.ofNullable(facts.kept().get(name))
        .filter(kept -> kept.container().equals(container.id()));
  }

  /** Whether a killed run has kept what this container was. */
  boolean isKept(ObservedContainer container, Service service) {
    return known(container, service.name()).isPresent();
  }

  /** Whether what a killed run has started runs, and is healthy where it has a check. */
  private static boolean isWell(ObservedContainer container) {
    return container.isRunning()
        && (container.health() == Status.HEALTHY || container.health() == Status.NONE);
  }

  /** Whether a stranger has the name under which it would wait. */
  boolean isNameTaken(ContainerName container) {
    return observed
        .container(aside(container))
        .filter(there -> !there.ownership().isProven())
        .isPresent();
  }

  /** Whether something waits under that name already. */
  boolean isNameUsed(ContainerName container) {
    return observed.container(aside(container)).isPresent();
  }

  /** Whether there is something to go back to. */
  public boolean mayGoBack(Service service) {
    return setAside(service).isPresent() || ofKilledRun(service.rendered()).isPresent();
  }
}
