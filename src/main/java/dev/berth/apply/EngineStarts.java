package dev.berth.apply;

import dev.berth.host.SideBySide;
import dev.berth.model.Change.Service;
import dev.berth.model.Step;
import dev.berth.plan.lowering.EngineLowering;
import dev.berth.plan.lowering.ServiceLowering;
import dev.berth.run.Failure.Unhealthy;
import dev.berth.run.Result;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/** Starts services that the engine itself looks after. */
final class EngineStarts implements Starts {
  private final StepOperations operations;
  private final ServiceLowering lowering;
  private final EngineReturns returns;
  private final FormerReturn formers;
  private final WaysBack waysBack;
  private final int parallel;
  private final BooleanSupplier interrupted;
  private final Map<String, Step> started = new ConcurrentHashMap<>();

  EngineStarts(
      StepOperations operations,
      ServiceLowering lowering,
      EngineReturns returns,
      FormerReturn formers,
      Arrivals arrivals,
      int parallel,
      BooleanSupplier interrupted) {
    this.operations = operations;
    this.lowering = lowering;
    this.returns = returns;
    this.formers = formers;
    this.waysBack = new WaysBack(List.of(formers, returns, arrivals));
    this.parallel = parallel;
    this.interrupted = interrupted;
  }

  /** The engine refuses nothing for its past. */
  @Override
  public void forgetFailures(List<Step> group) {}

  @Override
  public Map<Step, Optional<Failure>> obstacles(List<Step> batch) {
    Map<Step, Optional<Failure>> obstacles = new HashMap<>();
    sideBySide(
            batch.stream().filter(step -> step.change() instanceof Service).toList(),
            step -> operations.run(step, lowering.before(step)).problem().map(Failure::of))
        .forEach(
            (step, failure) -> {
              if (failure.isPresent()) {
                obstacles.put(step, failure);
              }
            });
    return obstacles;
  }

  @Override
  public Map<Step, Optional<Failure>> run(List<Step> batch) {
    return sideBySide(batch, this::run);
  }

  private Map<Step, Optional<Failure>> sideBySide(
      List<Step> steps, java.util.function.Function<Step, Optional<Failure>> work) {
    List<Optional<Failure>> results = SideBySide.map(steps, parallel, work);
    Map<Step, Optional<Failure>> failures = new HashMap<>();
    for (int i = 0; i < steps.size(); i++) {
      failures.put(steps.get(i), results.get(i));
    }
    return failures;
  }

  private Optional<Failure> run(Step step) {
    Service service = (Service) step.change();
    returns.begin(service);
    Result result = operations.run(step, lowering.of(step));
    if (result instanceof Result.Failed(dev.berth.run.Failure failure)) {
      // A policy alone that cannot be set costs nobody what runs.
      return Optional.of(
          service.isStarting() || failure instanceof Unhealthy
              ? waysBack.goBack(service, failure.words())
              : Failure.of(failure.words()));
    }
    if (service.isLookedAt()) {
      started.put(service.subject(), step);
    }
    return Optional.empty();
  }

  @Override
  public Map<Step, Failure> settled(boolean waitForHealth) {
    Map<Step, String> failed =
        operations.fallen(
            started.values(),
            lowering.settling(
                started.values(), service -> waitForHealth || waysBack.isPossible(service)));
    Map<Step, Failure> settled = new HashMap<>();
    Map<Service, Step> together = new LinkedHashMap<>();
    failed.forEach(
        (step, why) -> {
          Service service = (Service) step.change();
          if (formers.isPossible(service) || !returns.isPossible(service)) {
            if (!isBroughtAlong(step)) {
              settled.put(step, waysBack.goBack(service, why));
            }
          } else {
            together.put(service, step);
          }
        });
    if (!together.isEmpty()) {
      Map<String, String> problems = returns.restore(together.keySet());
      together.forEach(
          (service, step) ->
              settled.put(
                  step,
                  WaysBack.told(
                      returns,
                      service,
                      Objects.requireNonNull(failed.get(step)),
                      Optional.ofNullable(problems.get(service.subject())))));
    }
    started.values().stream()
        .filter(step -> !settled.containsKey(step) && isBroughtAlong(step))
        .forEach(
            step ->
                settled.put(
                    step,
                    new Failure(
                        "what it needs went back; what was there before runs again", true)));
    // Nobody has seen yet whether what followed is well where the look was interrupted.
    operations.results(
        EngineLowering.over(returns.over(started.keySet(), interrupted.getAsBoolean())));
    return settled;
  }

  /** Whether it went back with another one, in whose namespaces it is. */
  private boolean isBroughtAlong(Step step) {
    String name = step.change().subject();
    return returns.isBroughtAlong(name) || formers.isRestored(name);
  }
}
