package dev.berth.apply;

import dev.berth.engine.ContainerRuntime;
import dev.berth.host.SideBySide;
import dev.berth.model.Applied;
import dev.berth.model.Change.Service;
import dev.berth.model.Change.Service.Kind;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Dependency;
import dev.berth.model.Dependency.Condition;
import dev.berth.model.Observed;
import dev.berth.model.ObservedRun;
import dev.berth.model.Rendered;
import dev.berth.model.Step;
import dev.berth.model.Wanted;
import dev.berth.model.operation.LookOperation.AwaitReady;
import dev.berth.plan.lowering.EngineLowering;
import dev.berth.run.Readiness;
import dev.berth.run.Result;
import dev.berth.supervisor.HealthGates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * Starts services that the engine itself looks after. A container that is replaced is set aside
 * until the new one is known to be well, see {@link SetAside}.
 */
final class EngineStarts implements Starts {
  private final ContainerRuntime runtime;
  private final AppliedRecords records;
  private final StepOperations operations;
  private final EngineLowering lowering;
  private final Readiness health;
  private final SetAside aside;
  private final WaysBack waysBack;
  private final FormerReturn formers;
  private final Wanted wanted;
  private final Observed observed;
  private final int parallel;
  private final BooleanSupplier interrupted;

  /** How often those that were only looked at had been started again before. */
  private final Map<String, Integer> restartsBefore = new ConcurrentHashMap<>();

  private final Map<String, Step> started = new ConcurrentHashMap<>();
  private volatile long lastStart = System.nanoTime();

  EngineStarts(
      ContainerRuntime runtime,
      AppliedRecords records,
      StepOperations operations,
      EngineLowering lowering,
      Readiness health,
      SetAside aside,
      WaysBack waysBack,
      FormerReturn formers,
      Wanted wanted,
      Observed observed,
      int parallel,
      BooleanSupplier interrupted) {
    this.runtime = runtime;
    this.records = records;
    this.operations = operations;
    this.lowering = lowering;
    this.health = health;
    this.aside = aside;
    this.waysBack = waysBack;
    this.formers = formers;
    this.wanted = wanted;
    this.observed = observed;
    this.parallel = parallel;
    this.interrupted = interrupted;
  }

  /** The engine refuses nothing for its past. */
  @Override
  public void forgetFailures(List<Step> group) {}

  @Override
  public Map<Step, Optional<Failure>> obstacles(List<Step> batch) {
    List<Step> starting =
        batch.stream()
            .filter(step -> step.change() instanceof Service service && service.isStarting())
            .toList();
    List<Optional<String>> found =
        SideBySide.map(
            starting,
            parallel,
            step -> {
              Rendered rendered = ((Service) step.change()).rendered();
              return MissingSources.problem(rendered.spec().mounts())
                  .or(() -> unhealthyElsewhere(rendered));
            });
    Map<Step, Optional<Failure>> obstacles = new HashMap<>();
    for (int i = 0; i < starting.size(); i++) {
      if (found.get(i).isPresent()) {
        obstacles.put(starting.get(i), found.get(i).map(Failure::of));
      }
    }
    return obstacles;
  }

  @Override
  public Map<Step, Optional<Failure>> run(List<Step> batch) {
    Map<Step, Optional<Failure>> failures = new HashMap<>();
    List<Optional<Failure>> results = SideBySide.map(batch, parallel, this::run);
    for (int i = 0; i < batch.size(); i++) {
      failures.put(batch.get(i), results.get(i));
    }
    return failures;
  }

  private Optional<Failure> run(Step step) {
    Service service = (Service) step.change();
    Rendered rendered = service.rendered();
    if (service.kind() == Kind.UPDATE) {
      return operations.run(step, lowering.of(step, List.of())).map(Failure::of);
    }
    if (service.kind() == Kind.WATCH) {
      return watch(step);
    }
    if (!service.isStarting()) {
      return Optional.empty();
    }
    Optional<String> failure =
        aside
            .obstacle(service)
            .or(() -> operations.run(step, lowering.of(step, aside.leaving(service))));
    lastStart = System.nanoTime();
    if (failure.isEmpty() && rendered.gated()) {
      failure = awaitHealth(rendered.name(), rendered.spec().longestStart());
    }
    if (failure.isPresent()) {
      return Optional.of(waysBack.goBack(service, failure.get()));
    }
    started.put(rendered.name(), step);
    record(rendered);
    return Optional.empty();
  }

  /** What a killed run has started: a later start, or a restart, would be its own. */
  private Optional<Failure> watch(Step step) {
    Service service = (Service) step.change();
    String name = service.subject();
    runtime.runs(List.of(name)).values().forEach(run -> restartsBefore.put(name, run.restarts()));
    Rendered rendered = service.rendered();
    Optional<String> failure = operations.run(step, lowering.of(step, List.of()));
    if (failure.isPresent()) {
      return failure.map(Failure::of);
    }
    if (rendered.gated()) {
      failure = awaitHealth(name, rendered.spec().longestStart());
      if (failure.isPresent()) {
        return Optional.of(waysBack.goBack(service, failure.get()));
      }
    }
    started.put(name, step);
    lastStart = System.nanoTime();
    if (!records.read(rendered).map(Applied::digest).equals(Optional.of(rendered.digest()))) {
      record(rendered);
    }
    return Optional.empty();
  }

  /** No unit waits for the health of what another configuration runs, so that is done here. */
  private Optional<String> unhealthyElsewhere(Rendered rendered) {
    for (Dependency dependency : rendered.spec().dependencies()) {
      if (dependency.condition() == Condition.SERVICE_HEALTHY
          && wanted.container(dependency.target()).isEmpty()) {
        Optional<String> failure = awaitHealth(dependency.target(), HealthGates.ELSEWHERE);
        if (failure.isPresent() && dependency.required()) {
          return failure.map(why -> "needs '" + dependency.target() + "', which " + why);
        }
      }
    }
    return Optional.empty();
  }

  private Optional<String> awaitHealth(String container, Duration longest) {
    return health
        .await(List.of(new AwaitReady(container, Optional.empty(), longest, true)))
        .getFirst()
        .problem();
  }

  private void record(Rendered rendered) {
    records.write(rendered, Applied.service(rendered, observed));
  }

  @Override
  public Map<Step, Failure> settled(boolean waitForHealth) {
    Map<Step, String> failures = new LinkedHashMap<>();
    if (!started.isEmpty()) {
      ServiceStarts.pauseUntilSettled(lastStart);
      Map<String, ObservedRun> runs = runtime.runs(started.keySet());
      List<AwaitReady> watched = new ArrayList<>();
      started.forEach(
          (name, step) -> {
            ObservedRun run = runs.get(name);
            if (run == null
                || !run.state().equals("running")
                || run.restarts() > restartsBefore.getOrDefault(name, 0)) {
              failures.put(step, describe(name, Optional.ofNullable(run)));
            } else if (isWatched((Service) step.change(), waitForHealth)) {
              watched.add(new AwaitReady(name, Optional.empty(), longestStart(step), false));
            }
          });
      List<Result> ready = health.await(watched);
      for (int i = 0; i < watched.size(); i++) {
        Step step = Objects.requireNonNull(started.get(watched.get(i).container()));
        ready.get(i).problem().ifPresent(why -> failures.put(step, why));
      }
    }
    Map<Step, Failure> settled = new HashMap<>();
    failures.forEach(
        (step, why) -> {
          if (!isBroughtAlong(step)) {
            settled.put(step, waysBack.goBack((Service) step.change(), why));
          }
        });
    started.values().stream()
        .filter(step -> !settled.containsKey(step) && isBroughtAlong(step))
        .forEach(
            step ->
                settled.put(
                    step,
                    new Failure(
                        "what it needs went back; what was there before runs again", true)));
    if (interrupted.getAsBoolean()) {
      aside.leave(started.keySet());
    }
    aside.removeAll(started.keySet());
    return settled;
  }

  /** Whether it went back with another one, in whose namespaces it is. */
  private boolean isBroughtAlong(Step step) {
    String name = step.change().subject();
    return aside.broughtAlong().contains(name) || formers.isRestored(name);
  }

  private boolean isWatched(Service service, boolean waitForHealth) {
    ContainerSpec spec = service.rendered().spec();
    return (waitForHealth || waysBack.isPossible(service))
        && !service.rendered().gated()
        && observed.hasHealthcheck(spec);
  }

  private static Duration longestStart(Step step) {
    return ((Service) step.change()).rendered().spec().longestStart();
  }

  private static String describe(String name, Optional<ObservedRun> run) {
    String how = run.flatMap(ObservedRun::lastEnd).map(end -> ", " + end).orElse("");
    return "started, and ended at once"
        + how
        + restarts(run.map(ObservedRun::restarts).orElse(0))
        + "; see 'berth logs "
        + name
        + "'";
  }

  /** How often it was started again meanwhile, in words; empty where it was not. */
  static String restarts(int count) {
    return count > 0 ? ", " + count + (count == 1 ? " restart so far" : " restarts so far") : "";
  }
}
