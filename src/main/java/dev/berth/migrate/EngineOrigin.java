package dev.berth.migrate;

import dev.berth.engine.ContainerRuntime;
import dev.berth.engine.RuntimeControl;
import dev.berth.host.CommandResult;
import dev.berth.model.ObservedContainer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Containers that the engine's own daemon looks after. They stay, stopped, until the commit. */
final class EngineOrigin implements Origin {
  private static final String ID = "id";
  private static final String RESTART = "restart";

  private final ContainerRuntime runtime;
  private final RuntimeControl control;

  EngineOrigin(ContainerRuntime runtime, RuntimeControl control) {
    this.runtime = runtime;
    this.control = control;
  }

  @Override
  public Optional<Map<String, String>> describe(String container) {
    return find(container)
        .map(
            found ->
                Map.of(
                    ID, found.id(), RESTART, found.restart(), RUNS, Boolean.toString(runs(found))));
  }

  private Optional<ObservedContainer> find(String container) {
    return runtime.observe(List.of(), false).containers().stream()
        .filter(found -> found.name().equals(container))
        .findFirst();
  }

  /** The one that was described, and not another one that has its name by now. */
  private Optional<ObservedContainer> find(String container, Map<String, String> description) {
    return find(container).filter(found -> found.id().equals(description.get(ID)));
  }

  @Override
  public Optional<String> missing(String container, Map<String, String> description) {
    return find(container, description).isPresent()
        ? Optional.empty()
        : Optional.of("what was '" + container + "' is not on " + runtime.name() + " any more");
  }

  /** One between two tries runs as far as its owner is concerned. */
  private static boolean runs(ObservedContainer container) {
    return container.isRunning() || container.state().equals("restarting");
  }

  /** The policy first: should the daemon be restarted meanwhile, it must not start it. */
  @Override
  public Optional<String> leave(String container, Map<String, String> description, Duration grace) {
    return failure(control.setRestart(container, "no"))
        .or(() -> failure(control.stop(container, grace)));
  }

  @Override
  public Optional<String> back(String container, Map<String, String> description) {
    Optional<String> failure =
        failure(control.setRestart(container, description.getOrDefault(RESTART, "no")));
    return Origin.ran(description) ? failure.or(() -> failure(control.start(container))) : failure;
  }

  @Override
  public Optional<String> obstacle(String container, Map<String, String> description) {
    return obstacle(find(container, description));
  }

  private Optional<String> obstacle(Optional<ObservedContainer> left) {
    return left.filter(EngineOrigin::runs)
        .map(
            _ ->
                "it runs on "
                    + runtime.name()
                    + " again; stop it there, or take it back with --rollback");
  }

  @Override
  public Optional<String> remove(String container, Map<String, String> description) {
    Optional<ObservedContainer> left = find(container, description);
    Optional<String> obstacle = obstacle(left);
    return obstacle.isPresent()
        ? obstacle
        : left.flatMap(found -> failure(control.remove(container, Duration.ZERO)));
  }

  private static Optional<String> failure(CommandResult result) {
    if (result.succeeded()) {
      return Optional.empty();
    }
    return Optional.of(
        result.timedOut() ? "the engine gave no answer in time" : result.lastWords());
  }
}
