package dev.berth.run;

import dev.berth.engine.ContainerRuntime;
import dev.berth.engine.EngineException;
import dev.berth.model.ObservedRun;
import dev.berth.model.operation.LookOperation.AwaitReady;
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
  public Map<String, ServiceState> of(Collection<AwaitReady> services) {
    try {
      Map<String, ServiceState> states = new HashMap<>();
      runtime
          .runs(services.stream().map(AwaitReady::container).toList())
          .forEach((name, run) -> states.put(name, state(run)));
      return states;
    } catch (EngineException failedLook) {
      return Map.of();
    }
  }

  private static ServiceState state(ObservedRun run) {
    boolean isUpOrComing = run.isRunning() || run.state().equals("created");
    return new ServiceState(isUpOrComing, run.restarts(), Optional.of(run.health()));
  }

  @Override
  public Optional<String> lastEnd(AwaitReady service) {
    try {
      return Optional.ofNullable(
              runtime.runs(List.of(service.container())).get(service.container()))
          .flatMap(ObservedRun::lastEnd);
    } catch (EngineException failedLook) {
      return Optional.empty();
    }
  }
}
