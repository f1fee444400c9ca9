package dev.berth.run;

import dev.berth.engine.ContainerRuntime;
import dev.berth.model.ContainerName;
import dev.berth.model.operation.LookOperation.OfService;
import dev.berth.systemd.Journal;
import dev.berth.systemd.Systemctl;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Services of a host: units tell of those that have one, and the engine of the others. */
public final class HostStates implements ServiceStates {
  private final ServiceStates units;
  private final ServiceStates containers;

  /** Those of an engine and of the systemd of a scope; who need not be asked is not. */
  public HostStates(ContainerRuntime runtime, Systemctl systemctl, Journal journal) {
    this(new UnitStates(runtime, systemctl, journal), new EngineStates(runtime));
  }

  HostStates(ServiceStates units, ServiceStates containers) {
    this.units = units;
    this.containers = containers;
  }

  @Override
  public Map<ContainerName, ServiceState> of(Collection<? extends OfService> services) {
    return both(services, ServiceStates::of);
  }

  @Override
  public Map<ContainerName, Standing> standings(Collection<? extends OfService> services) {
    return both(services, ServiceStates::standings);
  }

  private <T> Map<ContainerName, T> both(
      Collection<? extends OfService> services,
      BiFunction<ServiceStates, List<OfService>, Map<ContainerName, T>> look) {
    List<OfService> ofUnits = new ArrayList<>();
    List<OfService> others = new ArrayList<>();
    services.forEach(service -> (service.unit().isPresent() ? ofUnits : others).add(service));
    Map<ContainerName, T> found = new HashMap<>();
    if (!ofUnits.isEmpty()) {
      found.putAll(look.apply(units, ofUnits));
    }
    if (!others.isEmpty()) {
      found.putAll(look.apply(containers, others));
    }
    return found;
  }

  @Override
  public Optional<String> lastEnd(OfService service) {
    return (service.unit().isPresent() ? units : containers).lastEnd(service);
  }
}
