package dev.berth.plan;

import dev.berth.model.Change.Service;
import dev.berth.model.Change.Service.Kind;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Dependency;
import dev.berth.model.Observed;
import dev.berth.model.Rendered;
import dev.berth.model.Wanted;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Services that start anew with one that they require, because systemd restarts them with it
 * (systemd.unit(5), {@code Requires=}): in another's namespace they would hold a dead one.
 */
final class Followers {
  private final Wanted wanted;
  private final Observed observed;

  Followers(Wanted wanted, Observed observed) {
    this.wanted = wanted;
    this.observed = observed;
  }

  /** Adds the restarts that others bring about, until there are no more. */
  void follow(Map<String, Decision> decisions) {
    boolean added = true;
    while (added) {
      added = false;
      for (Rendered rendered : wanted.containers().toList()) {
        if (rendered.spec().role() != ContainerSpec.Role.SERVICE
            || restarts(decisions.get(rendered.name()))
            || isMasked(rendered)) {
          continue;
        }
        Optional<String> leader = restartedLeader(rendered.spec(), decisions);
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

  private static Optional<String> restartedLeader(
      ContainerSpec spec, Map<String, Decision> decisions) {
    return spec.dependencies().stream()
        .filter(Dependency::required)
        .map(Dependency::target)
        .filter(name -> restarts(decisions.get(name)))
        .findFirst();
  }

  private static boolean restarts(@Nullable Decision decision) {
    return decision != null
        && decision.change() instanceof Service service
        && service.kind() != Kind.UPDATE;
  }

  private static Decision restart(
      Rendered rendered, String leader, Map<String, Decision> decisions) {
    Decision former = decisions.get(rendered.name());
    boolean install = false;
    boolean enable = false;
    if (former != null && former.change() instanceof Service service) {
      install = service.install();
      enable = service.enable();
    }
    return new Decision(
        new Service(rendered, Kind.RESTART, install, enable),
        "needs '" + leader + "', which starts anew");
  }
}
