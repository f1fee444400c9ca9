package dev.berth.run;

import dev.berth.engine.ContainerRuntime;
import dev.berth.engine.EngineException;
import dev.berth.model.ContainerName;
import dev.berth.model.ObservedRun;
import dev.berth.model.operation.LookOperation.OfService;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Services in the engine's own care. */
public final class EngineStates implements ServiceStates {
  private final ContainerRuntime runtime;

  /** Those of an engine. */
  public EngineStates(ContainerRuntime runtime) {
    this.runtime = runtime;
  }

  @Override
  public Map<ContainerName, ServiceState> of(Collection<? extends OfService> services) {
    try {
      Map<ContainerName, ServiceState> states = new HashMap<>();
      runtime
          .runs(services.stream().map(OfService::container).toList())
          .forEach((name, run) -> states.put(name, state(run)));
      return states;
    } catch (EngineException failedLook) {
      return Map.of();
    }
  }

  @Override
  public Map<ContainerName, Standing> standings(Collection<? extends OfService> services) {
    Map<ContainerName, Standing> standings = new HashMap<>();
    runtime
        .runs(services.stream().map(OfService::container).toList())
        .forEach(
            (name, run) ->
                standings.put(
                    name,
                    new Standing(
                        run.isRunning(),
                        run.hasEndedWell() ? End.WELL : End.NONE,
                        run.restarts(),
                        run::lastEnd)));
    return standings;
  }

  private static ServiceState state(ObservedRun run) {
    boolean isUpOrComing = run.isRunning() || run.state().equals("created");
    return new ServiceState(isUpOrComing, run.restarts(), Optional.of(run.health()));
  }

  @Override
  public Optional<String> lastEnd(OfService service) {
    try {
      return Optional.ofNullable(
              runtime.runs(List.of(service.container())).get(service.container()))
          .flatMap(ObservedRun::lastEnd);
    } catch (EngineException failedLook) {
      return Optional.empty();
    }
  }
}
