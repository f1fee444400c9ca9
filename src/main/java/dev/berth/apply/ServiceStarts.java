package dev.berth.apply;

import dev.berth.model.Change.Service;
import dev.berth.model.Step;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.NodeId;
import dev.berth.plan.lowering.LateServices;
import dev.berth.plan.lowering.ServiceLowering;
import dev.berth.plan.lowering.SystemdLowering;
import dev.berth.run.Failure.Interrupted;
import dev.berth.run.Result;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Starts services through their units, looks once more whether they stay up and get healthy, and
 * puts back what could be put back of those that do not.
 */
final class ServiceStarts implements Starts {
  private final StepOperations operations;
  private final ServiceLowering lowering;
  private final LateServices late;
  private final WaysBack otherWays;
  private final Arrivals arrivals;
  private final UnitReturn units;
  private final FormerReturn formers;
  private final Map<String, Step> started = new LinkedHashMap<>();

  ServiceStarts(
      StepOperations operations,
      ServiceLowering lowering,
      LateServices late,
      UnitReturn units,
      FormerReturn formers,
      Arrivals arrivals) {
    this.operations = operations;
    this.lowering = lowering;
    this.late = late;
    this.otherWays = new WaysBack(List.of(formers, arrivals));
    this.arrivals = arrivals;
    this.units = units;
    this.formers = formers;
  }

  @Override
  public void forgetFailures(List<Step> group) {
    operations.results(lowering.beginning(group));
  }

  @Override
  public Map<Step, Optional<Failure>> run(List<Step> batch) {
    units.await(batch.stream().map(ServiceStarts::service).filter(late::contains).toList());
    List<Node> nodes = batch.stream().flatMap(step -> lowering.of(step).stream()).toList();
    Map<NodeId, Result> results = operations.results(nodes);
    Map<Step, Optional<Failure>> failures = new HashMap<>();
    Map<Step, String> goingBack = new LinkedHashMap<>();
    for (Step step : batch) {
      Optional<Node> failed = failed(step, nodes, results);
      boolean hasBegun =
          failed.filter(node -> SystemdLowering.isBeforeTurn(node.operation())).isEmpty();
      if (hasBegun) {
        units.begun(service(step));
      }
      if (failed.isPresent()
          && results.get(failed.get().id())
              instanceof Result.Failed(dev.berth.run.Failure failure)) {
        if (hasBegun && service(step).isStarting() && !(failure instanceof Interrupted)) {
          goingBack.put(step, failure.words());
        } else {
          failures.put(
              step,
              Optional.of(
                  hasBegun
                      ? Failure.of(failure.words())
                      : arrivals.faulted(step, failure.words())));
        }
      } else {
        failures.put(step, Optional.empty());
        if (service(step).isLookedAt()) {
          remember(step);
        }
      }
    }
    goBack(goingBack).forEach((step, failure) -> failures.put(step, Optional.of(failure)));
    return failures;
  }

  /** What went wrong first. */
  private static Optional<Node> failed(Step step, List<Node> nodes, Map<NodeId, Result> results) {
    return nodes.stream()
        .filter(node -> node.step() == step.number() && node.essential())
        .filter(node -> results.get(node.id()) instanceof Result.Failed)
        .findFirst();
  }

  private synchronized void remember(Step step) {
    started.put(step.change().subject(), step);
  }

  @Override
  public Map<Step, Failure> settled(boolean waitForHealth) {
    Map<Step, Failure> settled =
        goBack(
            operations.fallen(
                started.values(),
                lowering.settling(
                    started.values(),
                    service ->
                        waitForHealth
                            || units.isPossible(service)
                            || otherWays.isPossible(service))));
    started.values().stream()
        .filter(step -> !settled.containsKey(step))
        .filter(step -> formers.isRestored(step.change().subject()))
        .forEach(
            step ->
                settled.put(
                    step,
                    new Failure(
                        "what it needs went back; " + formers.outcome(service(step)), true)));
    return settled;
  }

  /** Those that go back by their units do so together, after all others. */
  private Map<Step, Failure> goBack(Map<Step, String> failed) {
    Map<Step, Failure> told = new LinkedHashMap<>();
    Map<Service, Step> together = new LinkedHashMap<>();
    failed.forEach(
        (step, why) -> {
          Service service = service(step);
          if (formers.isRestored(service.subject())) {
            told.put(step, new Failure(why + "; " + formers.outcome(service), true));
          } else if (formers.isPossible(service) || !units.isPossible(service)) {
            told.put(step, otherWays.goBack(service, why));
          } else {
            together.put(service, step);
          }
        });
    if (!together.isEmpty()) {
      Map<String, String> problems = units.restore(List.copyOf(together.keySet()));
      together.forEach(
          (service, step) ->
              told.put(
                  step,
                  WaysBack.told(
                      units,
                      service,
                      Objects.requireNonNull(failed.get(step)),
                      Optional.ofNullable(problems.get(service.subject())))));
    }
    return told;
  }

  private static Service service(Step step) {
    return (Service) step.change();
  }
}
