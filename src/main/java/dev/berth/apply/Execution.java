package dev.berth.apply;

import dev.berth.apply.StepResult.Outcome;
import dev.berth.engine.Engine;
import dev.berth.engine.EngineException;
import dev.berth.host.AtomicFile;
import dev.berth.host.Messages;
import dev.berth.host.Selinux;
import dev.berth.host.Waits;
import dev.berth.model.Change;
import dev.berth.model.Change.Service;
import dev.berth.model.ContainerName;
import dev.berth.model.Evacuation;
import dev.berth.model.Observed;
import dev.berth.model.ObservedMount;
import dev.berth.model.Plan;
import dev.berth.model.Rendered;
import dev.berth.model.RenderedState;
import dev.berth.model.Stage.Phase;
import dev.berth.model.Step;
import dev.berth.model.operation.NodeId;
import dev.berth.plan.lowering.EngineLowering;
import dev.berth.plan.lowering.EnginePredecessors;
import dev.berth.plan.lowering.PlanLowering.Forward;
import dev.berth.plan.lowering.Preparation;
import dev.berth.plan.lowering.ServiceLowering;
import dev.berth.plan.lowering.UnitPredecessors;
import dev.berth.run.ContainerOperations;
import dev.berth.run.Executor;
import dev.berth.run.Handler;
import dev.berth.run.HostStates;
import dev.berth.run.ManagerOperations;
import dev.berth.run.Readiness;
import dev.berth.run.Result;
import dev.berth.supervisor.Supervisor;
import dev.berth.systemd.Journal;
import dev.berth.systemd.Systemctl;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Carries a plan out, as one graph of operations. It decides nothing: the plan has. */
final class Execution {
  private final Engine engine;
  private final Supervisor supervisor;
  private final Systemctl systemctl;
  private final Journal journal;
  private final HostPaths paths;
  private final AppliedRecords records;
  private final Progress progress;
  private final BooleanSupplier interrupted;
  private final ExecutionOptions options;
  private final MigrationPort crossing;
  private final Selinux selinux;
  private final Waits waits;
  private final Trials trials;

  Execution(
      Host host,
      Supervisor supervisor,
      AppliedRecords records,
      Progress progress,
      BooleanSupplier interrupted,
      ExecutionOptions options,
      MigrationPort crossing,
      Trials trials) {
    this.engine = host.engine();
    this.supervisor = supervisor;
    this.systemctl = host.systemctl();
    this.journal = host.journal();
    this.paths = host.paths();
    this.selinux = host.selinux();
    this.waits = host.waits();
    this.records = records;
    this.progress = progress;
    this.interrupted = interrupted;
    this.options = options;
    this.crossing = crossing;
    this.trials = trials;
  }

  /** Everything but the pulls, which were done before. */
  List<StepResult> run(
      Plan plan,
      RenderedState wanted,
      Observed observed,
      Map<ContainerName, Evacuation> departing) {
    KeptPredecessors kept = new KeptPredecessors(paths, progress::note);
    TemporaryDirectories temporary = new TemporaryDirectories(paths, records, kept);
    ContainerFiles files = new ContainerFiles(systemctl, paths, selinux, temporary);
    Handler handler = handler(kept, files);
    Lowerings lowerings =
        Lowerings.of(engine, supervisor, records, kept, plan, wanted, observed, options.rollback());
    UnitPredecessors predecessors = lowerings.facts().units();
    Set<Path> boundBefore = temporary.bound();
    StepOperations operations =
        new StepOperations(handler, progress, interrupted, options.parallel());
    crossing.begin(MigrationReturns.of(plan, observed), wanted);
    Forward forward = lowerings.of(plan, departing).forward(trials.of(plan));
    Map<NodeId, Result> results = new HashMap<>();
    UnitReturns units = new UnitReturns(operations, predecessors, wanted);
    EngineReturns engines =
        new EngineReturns(
            engine.runtime(),
            operations,
            new EnginePredecessors(observed, lowerings.facts().engine()),
            wanted,
            observed,
            options.rollback() && supervisor.keepsReplaced());
    LegacyReturns legacy =
        new LegacyReturns(
            plan, wanted, observed, predecessors, forward, results, options.rollback());
    MigrationReturns migrations =
        new MigrationReturns(crossing, plan, observed, departing, paths, options.rollback());
    Returns returns = new Returns(plan, forward, units, engines, legacy, migrations, results);

    SkipReasons skips = new SkipReasons(plan, wanted, interrupted);
    List<StepResult> steps = walk(plan, forward, skips, returns, handler);
    if (!(results.get(forward.touching()) instanceof Result.Done)) {
      return Stream.concat(steps.stream(), tidied(plan, steps, operations).stream()).toList();
    }
    Result required = required(forward, results);
    restore(units, !required.isDone());
    new Releases(operations, progress).restore(steps);
    List<Step> started = started(steps);
    Map<Step, StepFailure> failures =
        settle(lowerings.services(), operations, returns, started, wanted);
    // Nobody has seen yet whether what followed is well where the look was interrupted.
    operations.results(
        EngineLowering.over(
            engines.over(
                started.stream()
                    .flatMap(step -> step.change().about().stream())
                    .collect(Collectors.toSet()),
                interrupted.getAsBoolean())));
    failures.putAll(legacy.end(steps, failures, operations, units));
    List<StepResult> settled = new ArrayList<>(afterSettling(steps, failures));
    migrations.arrived(settled, wanted, plan.unchanged(), operations, progress);
    Set<ContainerName> resumed = new HashSet<>(units.resume(settled));
    resumed.addAll(engines.resume(settled));
    units.forget(kept.containers(), settled, resumed, engines::isLeft, interrupted.getAsBoolean());
    temporary.forgetUnbound(boundBefore);
    if (settled.stream().allMatch(result -> result.outcome() == Outcome.DONE)) {
      files.forgetFormer(wanted.containers());
    }
    forgetRefused(files, settled, wanted);
    if (mayLeaveImages(plan)) {
      new HeldImageRelease(engine.runtime(), engine.control(), paths, progress::note).release();
    }
    settled.addAll(tidied(plan, settled, operations));
    if (skips.isSilent()) {
      StepOperations.require(required);
    }
    return settled;
  }

  /** Removes what was written for those that went back, but for what they have. */
  private void forgetRefused(ContainerFiles files, List<StepResult> settled, RenderedState wanted) {
    List<ContainerName> restored =
        settled.stream()
            .filter(result -> result.outcome() == Outcome.RESTORED)
            .flatMap(result -> result.step().change().about().stream())
            .filter(name -> !paths.filesOf(name).isEmpty())
            .toList();
    if (restored.isEmpty()) {
      return;
    }
    try {
      engine
          .runtime()
          .mounts(restored)
          .forEach(
              (name, mounts) -> {
                Set<String> used =
                    mounts.stream().map(ObservedMount::source).collect(Collectors.toSet());
                used.addAll(namedByUnit(name, wanted));
                files.forgetAllBut(name, used);
              });
    } catch (EngineException unseen) {
      progress.note("files of what went back are left: " + Messages.of(unseen));
    }
  }

  /** What a pod's start reads is not mounted by the time that it is up. */
  private List<String> namedByUnit(ContainerName name, RenderedState wanted) {
    String text =
        wanted
            .container(name)
            .flatMap(Rendered::unit)
            .flatMap(unit -> AtomicFile.read(paths.unit(unit.name())))
            .orElse("");
    return paths.filesOf(name).stream().map(Path::toString).filter(text::contains).toList();
  }

  /** What went back may need again what would go. */
  private List<StepResult> tidied(Plan plan, List<StepResult> before, StepOperations operations) {
    List<Step> steps = plan.steps(Phase.TIDY);
    if (before.stream().allMatch(result -> result.outcome() == Outcome.DONE)) {
      return steps.isEmpty() ? List.of() : operations.run(steps, Preparation.of(steps));
    }
    List<StepResult> skipped =
        steps.stream().map(step -> StepResult.skipped(step, "a step before it failed")).toList();
    skipped.forEach(progress::finished);
    return skipped;
  }

  /** What could not be installed is told by its step; putting back may fail for the same reason. */
  private void restore(UnitReturns units, boolean isLacking) {
    try {
      units.restoreAll();
    } catch (RuntimeException fault) {
      if (!isLacking) {
        throw fault;
      }
      progress.warning("what was there is not put back whole: " + Messages.of(fault));
    }
  }

  private Handler handler(KeptPredecessors kept, ContainerFiles files) {
    ContainerOperations containers = new ContainerOperations(engine.control(), waits, interrupted);
    return progress.told(
        new HostOperations(
            new ManagerOperations(systemctl, journal, engine, waits, interrupted),
            containers,
            paths,
            records,
            kept,
            files,
            new StoreOperations(containers, crossing.handler(), progress),
            new Readiness(
                new HostStates(engine.runtime(), systemctl, journal),
                waits,
                interrupted,
                progress::note)));
  }

  /** Carries out all that has a turn. */
  private List<StepResult> walk(
      Plan plan, Forward forward, SkipReasons skips, Returns returns, Handler handler) {
    StepReports reports =
        new StepReports(
            progress,
            plan.steps().stream()
                .filter(step -> step.stage().phase() != Phase.PULL)
                .filter(step -> step.stage().phase() != Phase.TIDY)
                .toList(),
            forward.nodes(),
            new WalkTelling(forward, skips, returns, progress));
    new Executor(handler, returns, reports, interrupted, options.parallel()).run(forward.nodes());
    return reports.results();
  }

  /** What became of that without which nothing can go on: files, and systemd that reads them. */
  private static Result required(Forward forward, Map<NodeId, Result> results) {
    return StepOperations.outcome(
        forward.nodes().stream().filter(node -> forward.required().contains(node.id())).toList(),
        results);
  }

  private static List<Step> started(List<StepResult> steps) {
    return steps.stream()
        .filter(result -> result.outcome() == Outcome.DONE)
        .map(StepResult::step)
        .filter(step -> step.change() instanceof Service service && service.isLookedAt())
        .toList();
  }

  /** Looks at all that started, and takes back what fell, all together. */
  private Map<Step, StepFailure> settle(
      ServiceLowering services,
      StepOperations operations,
      Returns returns,
      List<Step> started,
      RenderedState wanted) {
    Map<Step, String> fallen =
        operations.fallen(
            started,
            services.settling(
                started, service -> options.waitForHealth() || returns.isPossible(service)));
    operations.follow(
        returns.goBack(
            fallen.keySet().stream().filter(step -> !returns.isBroughtAlong(step)).toList()),
        returns);
    Map<Step, StepFailure> failures = new HashMap<>();
    for (Step step : started) {
      if (returns.isBroughtAlong(step)) {
        failures.put(step, returns.broughtAlong(step));
      } else {
        Optional.ofNullable(fallen.get(step))
            .ifPresent(
                why ->
                    failures.put(
                        step, returns.failure(step, why + leader(step, fallen.keySet(), wanted))));
      }
    }
    return failures;
  }

  /** Which of those that fell as well one goes down with, in words; empty where with none. */
  private static String leader(Step step, Set<Step> fallen, RenderedState wanted) {
    ContainerName name = step.change().about().orElseThrow();
    return fallen.stream()
        .flatMap(other -> other.change().about().stream())
        .filter(other -> wanted.followers(other).contains(name))
        .findFirst()
        .map(other -> " (as did '" + other + "', which it requires)")
        .orElse("");
  }

  /** Whether a unit may have run another image before; also one that is put back may. */
  static boolean mayLeaveImages(Plan plan) {
    return plan.steps().stream().anyMatch(Execution::mayLeaveAnImage);
  }

  private static boolean mayLeaveAnImage(Step step) {
    return switch (step.change()) {
      case Service service ->
          service.kind() == Service.Kind.WATCH
              || (service.install() && service.kind() != Service.Kind.CREATE);
      case Change.Remove _ -> true;
      default -> false;
    };
  }

  private List<StepResult> afterSettling(
      List<StepResult> results, Map<Step, StepFailure> failures) {
    return results.stream()
        .map(
            result -> {
              StepFailure failure = failures.get(result.step());
              if (failure == null) {
                return result;
              }
              StepResult failed = StepResult.failed(result.step(), failure, result.took());
              progress.finished(failed);
              return failed;
            })
        .toList();
  }
}
