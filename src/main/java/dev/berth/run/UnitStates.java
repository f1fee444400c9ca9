package dev.berth.run;

import dev.berth.engine.ContainerRuntime;
import dev.berth.engine.EngineException;
import dev.berth.model.ContainerName;
import dev.berth.model.ObservedHealth;
import dev.berth.model.ObservedUnit;
import dev.berth.model.UnitName;
import dev.berth.model.operation.LookOperation.OfService;
import dev.berth.systemd.Journal;
import dev.berth.systemd.Systemctl;
import dev.berth.systemd.SystemdException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Services in systemd's care: their units tell whether they are up, the engine how they are. */
public final class UnitStates implements ServiceStates {
  private final ContainerRuntime runtime;
  private final Systemctl systemctl;
  private final Journal journal;

  /** Those of a scope. */
  public UnitStates(ContainerRuntime runtime, Systemctl systemctl, Journal journal) {
    this.runtime = runtime;
    this.systemctl = systemctl;
    this.journal = journal;
  }

  @Override
  public Map<ContainerName, ServiceState> of(Collection<? extends OfService> services) {
    try {
      Map<UnitName, ObservedUnit> units =
          systemctl.state(services.stream().flatMap(service -> service.unit().stream()).toList());
      Map<ContainerName, ObservedHealth> healths =
          runtime.health(services.stream().map(OfService::container).toList());
      Map<ContainerName, ServiceState> states = new HashMap<>();
      for (OfService service : services) {
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
  public Map<ContainerName, Standing> standings(Collection<? extends OfService> services) {
    Map<UnitName, ObservedUnit> units =
        systemctl.state(services.stream().flatMap(service -> service.unit().stream()).toList());
    Map<ContainerName, Standing> standings = new HashMap<>();
    for (OfService service : services) {
      service
          .unit()
          .map(units::get)
          .ifPresent(
              unit ->
                  standings.put(
                      service.container(),
                      new Standing(
                          unit.isActive(),
                          end(unit),
                          unit.restarts(),
                          () -> journal.lastEnd(unit.name()))));
    }
    return standings;
  }

  private static End end(ObservedUnit unit) {
    return switch (unit.activeState()) {
      case "deactivating" -> End.UNDER_WAY;
      case "inactive" -> unit.result().equals("success") ? End.WELL : End.NONE;
      default -> End.NONE;
    };
  }

  @Override
  public Optional<String> lastEnd(OfService service) {
    return service.unit().flatMap(journal::lastEnd);
  }
}
