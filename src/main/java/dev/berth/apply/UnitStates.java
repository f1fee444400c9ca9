package dev.berth.apply;

import dev.berth.apply.HealthWatch.Watched;
import dev.berth.engine.ContainerRuntime;
import dev.berth.engine.EngineException;
import dev.berth.model.ObservedHealth;
import dev.berth.model.ObservedUnit;
import dev.berth.systemd.Journal;
import dev.berth.systemd.Systemctl;
import dev.berth.systemd.SystemdException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Services in systemd's care: their units tell whether they are up, the engine how they are. */
final class UnitStates implements ServiceStates {
  private final ContainerRuntime runtime;
  private final Systemctl systemctl;
  private final Journal journal;

  UnitStates(ContainerRuntime runtime, Systemctl systemctl, Journal journal) {
    this.runtime = runtime;
    this.systemctl = systemctl;
    this.journal = journal;
  }

  @Override
  public Map<String, ServiceState> of(Collection<Watched> services) {
    try {
      Map<String, ObservedUnit> units =
          systemctl.state(services.stream().flatMap(service -> service.unit().stream()).toList());
      Map<String, ObservedHealth> healths =
          runtime.health(services.stream().map(Watched::container).toList());
      Map<String, ServiceState> states = new HashMap<>();
      for (Watched service : services) {
        Optional<ObservedUnit> unit = service.unit().map(units::get);
        Optional<ObservedHealth> health = Optional.ofNullable(healths.get(service.container()));
        if (unit.isPresent() || health.isPresent()) {
          states.put(
              service.container(),
              new ServiceState(
                  unit.filter(found -> !isUpOrComing(found)).isEmpty(),
                  unit.map(ObservedUnit::restarts).orElse(0),
                  health));
        }
      }
      return states;
    } catch (EngineException | SystemdException failedLook) {
      return Map.of();
    }
  }

  private static boolean isUpOrComing(ObservedUnit unit) {
    return unit.isActive()
        || (unit.activeState().equals("activating") && !unit.subState().startsWith("auto-restart"));
  }

  @Override
  public Optional<String> lastEnd(Watched service) {
    return service.unit().flatMap(journal::lastEnd);
  }
}
