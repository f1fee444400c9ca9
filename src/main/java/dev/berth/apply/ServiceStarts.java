package dev.berth.apply;

import dev.berth.model.Change.Service;
import dev.berth.model.Change.Service.Kind;
import dev.berth.model.Step;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.NodeId;
import dev.berth.model.operation.Operation;
import dev.berth.plan.lowering.LateServices;
import dev.berth.plan.lowering.ServiceLowering;
import dev.berth.plan.lowering.SystemdLowering;
import dev.berth.run.Failure.Interrupted;
import dev.berth.run.Result;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Starts services through their units, looks once more whether they stay up and get healthy, and
 * puts back what could be put back of those that do not.
 */
final class ServiceStarts implements Starts {
  private final StepOperations operations;
  private final ServiceLowering lowering;
  private final LateServices late;
  private final WaysBack waysBack;
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
    this.waysBack = new WaysBack(List.of(formers, units, arrivals));
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
    for (Step step : batch) {
      List<Node> own = nodes.stream().filter(node -> node.step() == step.number()).toList();
      failures.put(step, judge(step, own, results));
    }
    return failures;
  }

  private Optional<Failure> judge(Step step, List<Node> nodes, Map<NodeId, Result> results) {
    for (Node node : nodes) {
      if (node.essential() && results.get(node.id()) instanceof Result.Failed failed) {
        return Optional.of(judge(step, node.operation(), failed.failure()));
      }
    }
    units.begun(service(step));
    if (service(step).isStarting() || service(step).kind() == Kind.WATCH) {
      remember(step);
    }
    return Optional.empty();
  }

  private Failure judge(Step step, Operation operation, dev.berth.run.Failure failure) {
    if (SystemdLowering.isBeforeTurn(operation)) {
      return arrivals.faulted(step, failure.words());
    }
    units.begun(service(step));
    return service(step).isStarting() && !(failure instanceof Interrupted)
        ? goBack(step, failure.words())
        : Failure.of(failure.words());
  }

  private synchronized void remember(Step step) {
    started.put(step.change().subject(), step);
  }

  @Override
  public Map<Step, Failure> settled(boolean waitForHealth) {
    Map<Step, Failure> settled = new LinkedHashMap<>();
    operations
        .fallen(
            started.values(),
            lowering.settling(
                started.values(), service -> waitForHealth || waysBack.isPossible(service)))
        .forEach((step, why) -> settled.put(step, goBack(step, why)));
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

  private Failure goBack(Step step, String why) {
    Service service = service(step);
    if (formers.isRestored(service.subject())) {
      return new Failure(why + "; " + formers.outcome(service), true);
    }
    return waysBack.goBack(service, why);
  }

  private static Service service(Step step) {
    return (Service) step.change();
  }
}
