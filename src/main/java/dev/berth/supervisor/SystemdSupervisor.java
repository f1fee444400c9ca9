package dev.berth.supervisor;

import dev.berth.engine.CommandLine;
import dev.berth.engine.RunRequest.Mode;
import dev.berth.model.Care;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Dependency;
import dev.berth.model.Desired;
import dev.berth.model.Desired.ContainerSet;
import dev.berth.model.Key;
import dev.berth.model.ObservedImage;
import dev.berth.model.Plan;
import dev.berth.model.Problems;
import dev.berth.model.RenderedState;
import dev.berth.plan.ServiceStrategy;
import dev.berth.plan.lowering.ServiceFacts;
import dev.berth.plan.lowering.ServiceLowering;
import dev.berth.plan.lowering.SystemdLowering;
import dev.berth.systemd.Systemctl;
import dev.berth.systemd.SystemdSnapshot;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * systemd, which keeps a service by a unit of its own.
 *
 * @param commandLine what units run
 */
public record SystemdSupervisor(
    CommandLine commandLine, Systemctl systemctl, Places places, RenderOptions options)
    implements Supervisor {

  @Override
  public Care care() {
    return Care.UNIT;
  }

  @Override
  public Mode mode() {
    return Mode.SERVICE;
  }

  @Override
  public ServiceStrategy strategy() {
    return ServiceStrategy.BY_UNIT;
  }

  @Override
  public ServiceLowering lowering(ServiceFacts facts) {
    return new SystemdLowering(facts.observed(), facts.late(), facts.units(), facts.unrecorded());
  }

  @Override
  public boolean keepsReplaced() {
    return true;
  }

  @Override
  public SetRendering rendering(Desired desired, ContainerSet set, RenderFacts facts) {
    return new ServiceUnits(commandLine, places, options, facts, desired, set, systemctl.scope());
  }

  @Override
  public boolean checksHealth(ContainerSpec spec, Optional<ObservedImage> image) {
    return UnitHealth.areNeededFor(spec, image);
  }

  /** The unit mounts it by {@code RequiresMountsFor=}, systemd.unit(5). */
  @Override
  public boolean mountsSources() {
    return true;
  }

  @Override
  public SystemdSnapshot observe(Collection<ContainerSpec> wanted) {
    return new UnitsOfHost(systemctl, places.units())
        .of(wanted, options.unitPrefix(), referredBy(wanted));
  }

  /** The units of the host that those of these containers are to refer to. */
  private static Set<String> referredBy(Collection<ContainerSpec> wanted) {
    Set<String> names = new TreeSet<>();
    for (ContainerSpec spec : wanted) {
      names.addAll(spec.texts(Key.PART_OF));
      spec.dependencies().stream()
          .filter(dependency -> dependency.kind() == Dependency.Kind.HOST_UNIT)
          .map(Dependency::target)
          .forEach(names::add);
    }
    return names;
  }

  @Override
  public void check(
      Plan plan,
      RenderedState wanted,
      Optional<Plan> judged,
      RenderFacts facts,
      Problems problems) {
    new UnitChecks(systemctl, facts.systemdVersion(), problems).check(plan, wanted, judged);
  }
}
