package dev.berth.migrate;

import dev.berth.engine.ContainerRuntime;
import dev.berth.engine.RuntimeControl;
import dev.berth.migrate.SourceDescription.OfEngine;
import dev.berth.model.ContainerName;
import dev.berth.model.ObservedContainer;
import dev.berth.run.Result;
import dev.berth.run.Results;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Containers that the engine's own daemon looks after. They stay, stopped, until the commit. */
record EngineSource(ContainerRuntime runtime, RuntimeControl control) {

  /** As by {@link SourceSupervisor#describe}. */
  Optional<SourceDescription> describe(ContainerName container) {
    return find(container)
        .map(found -> new OfEngine(found.id(), found.restart(), runs(found), Optional.empty()));
  }

  private Optional<ObservedContainer> find(ContainerName container) {
    return runtime.observe(List.of(), false).containers().stream()
        .filter(found -> found.name().equals(container))
        .findFirst();
  }

  /** The one that was described, and not another one that has its name by now. */
  private Optional<ObservedContainer> find(ContainerName container, OfEngine description) {
    return find(container).filter(found -> found.id().equals(description.id()));
  }

  /** As by {@link SourceSupervisor#whyMissing}. */
  Optional<String> whyMissing(ContainerName container, OfEngine description) {
    return find(container, description).isPresent()
        ? Optional.empty()
        : Optional.of("what was '" + container + "' is not on " + runtime.name() + " any more");
  }

  /** One between two tries runs as far as its owner is concerned. */
  private static boolean runs(ObservedContainer container) {
    return container.isRunning() || container.state().equals("restarting");
  }

  /** As by {@link SourceSupervisor#obstacle}. */
  Optional<String> obstacle(ContainerName container, OfEngine description) {
    return obstacle(find(container, description));
  }

  private Optional<String> obstacle(Optional<ObservedContainer> left) {
    return left.filter(EngineSource::runs)
        .map(
            _ ->
                "it runs on "
                    + runtime.name()
                    + " again; stop it there, or take it back with --rollback");
  }

  /** As by {@link SourceSupervisor#remove}. */
  Result remove(ContainerName container, OfEngine description) {
    Optional<ObservedContainer> left = find(container, description);
    return obstacle(left)
        .map(Result::refused)
        .or(() -> left.map(_ -> Results.of(control.remove(container, Duration.ZERO))))
        .orElseGet(Result::done);
  }
}
