package dev.berth.plan;

import dev.berth.model.Care;
import dev.berth.model.Change.Service;
import dev.berth.model.Change.Service.Kind;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Dependency;
import dev.berth.model.Observed;
import dev.berth.model.Rendered;
import dev.berth.model.RenderedState;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Services that start anew with one that they require, because systemd restarts them with it
 * (systemd.unit(5), {@code Requires=}): in another's namespace they would hold a dead one. In the
 * engine's own care only the latter counts, what is said so ({@code restart: true}), and volumes
 * that another lends; they are made anew: the engine keeps the id of the container whose namespace
 * it is, and the volumes that it had.
 */
final class RestartPropagation {
  private final RenderedState wanted;
  private final Observed observed;

  RestartPropagation(RenderedState wanted, Observed observed) {
    this.wanted = wanted;
    this.observed = observed;
  }

  /** Adds the restarts that others bring about, until there are no more. */
  void follow(Map<ContainerName, Decision> decisions) {
    boolean added = true;
    while (added) {
      added = false;
      for (Rendered rendered : wanted.containers().toList()) {
        if (rendered.spec().role() != ContainerSpec.Role.SERVICE
            || restarts(decisions.get(rendered.name()))
            || isMasked(rendered)) {
          continue;
        }
        Optional<ContainerName> leader = restartedLeader(rendered, decisions);
        if (leader.isPresent()) {
          decisions.put(rendered.name(), restart(rendered, leader.get(), decisions));
          added = true;
        }
      }
    }
  }

  /** What the operator has masked stays as it is. */
  private boolean isMasked(Rendered rendered) {
    return rendered.unit().filter(unit -> observed.isMasked(unit.name())).isPresent();
  }

  private static Optional<ContainerName> restartedLeader(
      Rendered rendered, Map<ContainerName, Decision> decisions) {
    Stream<ContainerName> leaders =
        rendered.care() == Care.UNIT
            ? rendered.spec().dependencies().stream()
                .filter(Dependency::isFollowed)
                .flatMap(dependency -> dependency.container().stream())
            : leadersInEngine(rendered.spec(), decisions);
    return leaders.filter(name -> restarts(decisions.get(name))).findFirst();
  }

  /**
   * Volumes stay what they are, and nobody has to follow, while the other container is not made
   * anew.
   */
  private static Stream<ContainerName> leadersInEngine(
      ContainerSpec spec, Map<ContainerName, Decision> decisions) {
    return Stream.concat(
            spec.namespaceOwners().values().stream(),
            Stream.concat(
                    spec.volumeLenders().stream(),
                    spec.dependencies().stream()
                        .filter(Dependency::restarts)
                        .flatMap(dependency -> dependency.container().stream()))
                .filter(name -> isMadeAnew(decisions.get(name))))
        .sorted();
  }

  private static boolean isMadeAnew(@Nullable Decision decision) {
    return decision != null
        && decision.change() instanceof Service service
        && (service.isStarting() || service.kind() == Kind.MIGRATE_STOPPED)
        && service.kind() != Kind.START
        && service.kind() != Kind.AWAIT_START;
  }

  private static boolean restarts(@Nullable Decision decision) {
    return decision != null
        && decision.change() instanceof Service service
        && (service.isStarting() || service.kind() == Kind.MIGRATE_STOPPED);
  }

  private static Decision restart(
      Rendered rendered, ContainerName leader, Map<ContainerName, Decision> decisions) {
    Decision former = decisions.get(rendered.name());
    boolean install = false;
    boolean enable = false;
    if (former != null && former.change() instanceof Service service) {
      install = service.install();
      enable = service.enable();
    }
    Kind kind = rendered.care() == Care.UNIT ? Kind.RESTART : Kind.REPLACE;
    return new Decision(
        new Service(rendered, kind, install, enable), "needs '" + leader + "', which starts anew");
  }
}
