package dev.berth.supervisor;

import dev.berth.engine.CommandLine;
import dev.berth.engine.RunRequest;
import dev.berth.engine.RunRequest.Mode;
import dev.berth.model.Care;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Desired;
import dev.berth.model.Desired.ContainerSet;
import dev.berth.model.Rendered.UnitFile;
import dev.berth.model.Rendered.Upkeep;
import dev.berth.plan.ServiceStrategy;
import dev.berth.plan.lowering.EngineLowering;
import dev.berth.plan.lowering.ServiceFacts;
import dev.berth.plan.lowering.ServiceLowering;
import dev.berth.systemd.Systemctl;
import dev.berth.systemd.SystemdSnapshot;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * The daemon of an engine, which keeps a service by the restart policy of its container. What there
 * is to be seen of it, the engine tells with its containers.
 *
 * @param systemctl tells of the units that another supervisor has left
 */
public record EngineSupervisor(
    CommandLine commandLine, Systemctl systemctl, Places places, RenderOptions options)
    implements Supervisor {

  @Override
  public Care care() {
    return Care.CONTAINER;
  }

  @Override
  public Mode mode() {
    return Mode.ENGINE_SERVICE;
  }

  @Override
  public ServiceStrategy strategy() {
    return ServiceStrategy.BY_CONTAINER;
  }

  @Override
  public ServiceLowering lowering(ServiceFacts facts) {
    return new EngineLowering(
        commandLine::beforeRun, facts.wanted(), facts.observed(), facts.engine());
  }

  @Override
  public boolean keepsReplaced() {
    return true;
  }

  @Override
  public SetRendering rendering(Desired desired, ContainerSet set, RenderFacts facts) {
    HealthGates gates = new HealthGates(set, options.healthchecks());
    return new SetRendering() {
      @Override
      public Rendering of(RunRequest request, String digest, List<InitContainer> inits) {
        return new Rendering(
            commandLine.run(request), List.of(), Upkeep.ofContainer(gates.isGate(request.spec())));
      }

      @Override
      public List<UnitFile> targets() {
        return List.of();
      }
    };
  }

  @Override
  public SystemdSnapshot observe(Collection<ContainerSpec> wanted) {
    return new UnitsOfHost(systemctl, places.units()).of(wanted, options.unitPrefix(), Set.of());
  }
}
