package dev.berth.apply;

import dev.berth.host.Pause;
import dev.berth.host.Stopwatch;
import dev.berth.model.Change.Service;
import dev.berth.model.Change.Service.Kind;
import dev.berth.model.Observed;
import dev.berth.model.ObservedUnit;
import dev.berth.model.Step;
import dev.berth.model.operation.LookOperation.AwaitReady;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.NodeId;
import dev.berth.model.operation.Operation;
import dev.berth.plan.lowering.SystemdLowering;
import dev.berth.run.Failure.Interrupted;
import dev.berth.run.Readiness;
import dev.berth.run.Result;
import dev.berth.systemd.Journal;
import dev.berth.systemd.Systemctl;
import java.time.Duration;
import java.util.ArrayList;
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
  /** How long after its start a service is looked at once more: a crash loop shows by then. */
  private static final Duration SETTLE = Duration.ofMillis(300);

  private final Systemctl systemctl;
  private final Journal journal;
  private final StepOperations operations;
  private final SystemdLowering lowering;
  private final Readiness health;
  private final WaysBack waysBack;
  private final Arrivals arrivals;
  private final UnitReturn units;
  private final FormerReturn formers;
  private final Observed observed;
  private final Map<String, Step> started = new LinkedHashMap<>();
  private long lastStart = System.nanoTime();

  ServiceStarts(
      Systemctl systemctl,
      Journal journal,
      StepOperations operations,
      SystemdLowering lowering,
      Readiness health,
      WaysBack waysBack,
      Arrivals arrivals,
      UnitReturn units,
      FormerReturn formers,
      Observed observed) {
    this.systemctl = systemctl;
    this.journal = journal;
    this.operations = operations;
    this.lowering = lowering;
    this.health = health;
    this.waysBack = waysBack;
    this.arrivals = arrivals;
    this.units = units;
    this.formers = formers;
    this.observed = observed;
  }

  @Override
  public void forgetFailures(List<Step> group) {
    operations.results(SystemdLowering.forgetFailures(group));
  }

  @Override
  public Map<Step, Optional<Failure>> run(List<Step> batch) {
    units.await(batch.stream().map(ServiceStarts::service).filter(lowering::isLate).toList());
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
    started.put(unit(step), step);
    lastStart = System.nanoTime();
  }

  @Override
  public Map<Step, Failure> settled(boolean waitForHealth) {
    if (started.isEmpty()) {
      return Map.of();
    }
    pauseUntilSettled(lastStart);
    Map<Step, String> failures = new HashMap<>();
    Map<String, ObservedUnit> now = systemctl.state(started.keySet());
    List<AwaitReady> watched = new ArrayList<>();
    List<Step> watchedSteps = new ArrayList<>();
    started.forEach(
        (unit, step) -> {
          ObservedUnit state = now.get(unit);
          if (state == null || !state.isActive() || restarts(step, state) > 0) {
            failures.put(step, describe(step, Optional.ofNullable(state)));
          } else if ((waitForHealth || waysBack.isPossible(service(step)))
              && !SystemdLowering.isGated(service(step))
              && observed.hasHealthcheck(service(step).rendered().spec())) {
            watchedSteps.add(step);
            watched.add(
                new AwaitReady(
                    step.change().subject(),
                    Optional.of(unit),
                    service(step).rendered().spec().longestStart(),
                    false));
          }
        });
    List<Result> ready = health.await(watched);
    for (int i = 0; i < watched.size(); i++) {
      Step step = watchedSteps.get(i);
      ready.get(i).problem().ifPresent(why -> failures.put(step, why));
    }
    Map<Step, Failure> settled = new HashMap<>();
    failures.forEach((step, why) -> settled.put(step, goBack(step, why)));
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

  /**
   * How often systemd has started it again since this run did. Its count begins anew with a start
   * by hand, but not for one that was on its way already.
   */
  private int restarts(Step step, ObservedUnit now) {
    int before =
        SystemdLowering.isFailureForgotten(service(step))
            ? 0
            : Optional.ofNullable(observed.units().get(now.name()))
                .map(ObservedUnit::restarts)
                .orElse(0);
    return now.restarts() < before ? now.restarts() : now.restarts() - before;
  }

  private String describe(Step step, Optional<ObservedUnit> state) {
    return "started, and ended at once"
        + journal.lastEnd(unit(step)).map(how -> ", " + how).orElse("")
        + Readiness.restarts(state.map(unit -> restarts(step, unit)).orElse(0))
        + "; see 'berth logs "
        + step.change().subject()
        + "'";
  }

  static void pauseUntilSettled(long lastStart) {
    Duration left = SETTLE.minus(Stopwatch.since(lastStart));
    if (left.isPositive()) {
      Pause.of(left);
    }
  }

  private static Service service(Step step) {
    return (Service) step.change();
  }

  private static String unit(Step step) {
    return service(step).rendered().unit().orElseThrow().name();
  }
}
