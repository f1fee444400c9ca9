package dev.berth.apply;

import dev.berth.apply.StepResult.Outcome;
import dev.berth.engine.Engine;
import dev.berth.host.Selinux;
import dev.berth.model.Care;
import dev.berth.model.Change;
import dev.berth.model.Change.OrderBoot;
import dev.berth.model.Change.Service;
import dev.berth.model.Evacuation;
import dev.berth.model.Observed;
import dev.berth.model.Plan;
import dev.berth.model.RenderedState;
import dev.berth.model.Stage;
import dev.berth.model.Stage.Phase;
import dev.berth.model.Step;
import dev.berth.model.operation.ManagerOperation;
import dev.berth.model.operation.Node;
import dev.berth.plan.lowering.BootOrderLowering;
import dev.berth.plan.lowering.EnginePredecessors;
import dev.berth.plan.lowering.Installation;
import dev.berth.plan.lowering.LateServices;
import dev.berth.plan.lowering.Preparation;
import dev.berth.plan.lowering.Teardown;
import dev.berth.plan.lowering.UnitPredecessors;
import dev.berth.run.Handler;
import dev.berth.run.HostStates;
import dev.berth.run.ManagerOperations;
import dev.berth.run.Readiness;
import dev.berth.supervisor.Supervisor;
import dev.berth.systemd.Journal;
import dev.berth.systemd.Systemctl;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Carries a plan out, phase by phase. It decides nothing: the plan has. */
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
    this.records = records;
    this.progress = progress;
    this.interrupted = interrupted;
    this.options = options;
    this.crossing = crossing;
    this.trials = trials;
  }

  /** Everything but the pulls, which were done before. */
  List<StepResult> run(
      Plan plan, RenderedState wanted, Observed observed, Map<String, Evacuation> departing) {
    KeptPredecessors kept = new KeptPredecessors(paths, progress::note);
    TemporaryDirectories temporary = new TemporaryDirectories(paths, records, kept);
    Handler handler = handler(kept, temporary, readiness(interrupted, progress::note));
    TrialRun trying = new TrialRun(handler, options.parallel());
    try {
      return carryOut(plan, wanted, observed, departing, kept, temporary, handler, trying);
    } finally {
      trying.finish();
    }
  }

  private List<StepResult> carryOut(
      Plan plan,
      RenderedState wanted,
      Observed observed,
      Map<String, Evacuation> departing,
      KeptPredecessors kept,
      TemporaryDirectories temporary,
      Handler handler,
      TrialRun trying) {
    Lowerings lowerings =
        Lowerings.of(engine, supervisor, records, kept, plan, wanted, observed, options.rollback());
    UnitPredecessors replaced = lowerings.facts().units();
    Set<Path> boundBefore = temporary.bound();
    StepOperations operations =
        new StepOperations(handler, progress, interrupted, options.parallel());
    LateServices late = lowerings.facts().late();
    UnitReturn units =
        new UnitReturn(
            new StepOperations(
                handler(kept, temporary, readiness(() -> false, _ -> {})),
                progress,
                interrupted,
                options.parallel()),
            replaced,
            wanted);
    FormerReturn formers =
        new FormerReturn(operations, units, replaced, plan, wanted, observed, options.rollback());
    EngineReturns aside =
        new EngineReturns(
            engine.runtime(),
            handler(kept, temporary, readiness(() -> false, _ -> {})),
            new EnginePredecessors(observed, lowerings.facts().engine()),
            wanted,
            observed,
            options.rollback() && supervisor.keepsReplaced());
    crossing.begin(Arrivals.of(plan, observed), wanted);
    Arrivals arrivals =
        new Arrivals(
            crossing, operations, progress, observed, departing, paths, options.rollback());
    Starts starts =
        supervisor.care() == Care.UNIT
            ? new ServiceStarts(operations, lowerings.services(), late, units, formers, arrivals)
            : new EngineStarts(
                operations,
                lowerings.services(),
                aside,
                formers,
                arrivals,
                options.parallel(),
                interrupted);
    SingleSteps single = new SingleSteps(operations, lowerings.tasks());
    Adoption adoption = new Adoption(operations, formers, progress, plan, wanted, observed);
    Groups groups =
        new Groups(
            starts, single, adoption, arrivals, wanted, progress, interrupted, options.parallel());

    List<Step> preparations = plan.steps(Phase.PREPARE);
    List<StepResult> results =
        new ArrayList<>(operations.run(preparations, Preparation.of(preparations)));
    if (results.stream().anyMatch(result -> result.outcome() == Outcome.FAILED)) {
      return skipRest(plan, results, "a volume or directory could not be made");
    }
    if (interrupted.getAsBoolean()) {
      return skipRest(plan, results, "interrupted");
    }
    List<StepResult> refused = trying.run(plan, trials.of(plan));
    if (!refused.isEmpty()) {
      refused.forEach(progress::finished);
      results.addAll(refused);
      return skipRest(
          plan,
          results,
          "'"
              + refused.getFirst().step().change().subject()
              + "' would be refused, so nothing was touched");
    }
    if (plan.steps(Phase.REMOVE).stream()
        .anyMatch(step -> step.change() instanceof Change.RemoveVolume)) {
      // One that was made for a trial might use the volume.
      trying.finish();
    }
    operations.results(lowerings.services().keep(plan));
    List<Step> removals =
        plan.steps(Phase.REMOVE).stream()
            .filter(step -> !(step.change() instanceof Change.RemoveLegacy))
            .filter(step -> !(step.change() instanceof Change.Release))
            .toList();
    List<Node> teardown = Teardown.of(removals, observed::hasUnitFile);
    results.addAll(operations.run(removals, teardown));
    if (adoption.isDue()) {
      results.addAll(adoption.begin());
    }
    List<Step> releasing =
        plan.steps(Phase.REMOVE).stream()
            .filter(step -> step.change() instanceof Change.Release)
            .toList();
    results.addAll(operations.run(releasing, Teardown.ofReleases(releasing)));
    boolean reload =
        adoption.isDue()
            || teardown.stream().anyMatch(node -> node.operation() instanceof ManagerOperation);
    if (wanted.sets().isEmpty()) {
      operations.require(Installation.of(observed, List.of(), List.of(), reload));
    }
    for (int set = 0; set < wanted.sets().size(); set++) {
      if (results.stream().anyMatch(result -> isGroupFailure(result))) {
        results.addAll(skipSet(plan, set, wanted.sets().get(set).configId()));
        continue;
      }
      // One set after the other: should a step fail, a boot must not start what comes after it.
      String configId = wanted.sets().get(set).configId();
      Predicate<Service> due =
          service -> service.rendered().configId().equals(configId) && !late.contains(service);
      adoption.disable(due);
      List<Service> services = changes(plan, Service.class).filter(due).toList();
      units.await(services);
      try {
        operations.require(
            Installation.of(
                observed,
                services,
                changes(plan, OrderBoot.class)
                    .filter(order -> order.configId().equals(configId))
                    .toList(),
                reload && set == 0));
      } catch (UncheckedIOException failure) {
        units.restoreAfter(failure);
        throw failure;
      }
      results.addAll(runGroups(plan, set, groups, starts));
      List<Step> orders = orderSteps(plan, configId);
      results.addAll(operations.run(orders, BootOrderLowering.of(orders)));
    }
    units.restoreAll();
    new Releases(handler, progress, options.parallel()).restore(releasing, results);
    Map<Step, Failure> failures = new HashMap<>(starts.settled(options.waitForHealth()));
    failures.putAll(adoption.end(results, failures));
    List<StepResult> settled = afterSettling(results, failures);
    arrivals.arrived(settled, wanted, plan.unchanged());
    Set<String> resumed = new HashSet<>(units.resume(settled));
    resumed.addAll(aside.resume(settled));
    units.forget(kept.containers(), settled, resumed, aside::isLeft, interrupted.getAsBoolean());
    temporary.forgetUnbound(boundBefore);
    if (mayLeaveImages(plan)) {
      new HeldImageRelease(engine.runtime(), engine.control(), paths, progress::note).release();
    }
    return settled;
  }

  private Handler handler(
      KeptPredecessors kept, TemporaryDirectories temporary, Readiness readiness) {
    return progress.told(
        new HostOperations(
            engine,
            new ManagerOperations(systemctl, journal, engine, interrupted),
            paths,
            records,
            kept,
            new ContainerFiles(systemctl, paths, selinux, temporary),
            new StoreOperations(engine.control(), crossing.handler(), progress, interrupted),
            readiness));
  }

  private Readiness readiness(BooleanSupplier givenUp, Consumer<String> note) {
    return new Readiness(new HostStates(engine.runtime(), systemctl, journal), givenUp, note);
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

  private static boolean isGroupFailure(StepResult result) {
    return result.isFailure() && result.step().stage().phase() == Phase.GROUP;
  }

  /** Group after group of one set. */
  private List<StepResult> runGroups(Plan plan, int set, Groups groups, Starts starts) {
    Map<Stage, List<Step>> byStage = new TreeMap<>();
    for (Step step : groupSteps(plan, set)) {
      byStage.computeIfAbsent(step.stage(), key -> new ArrayList<>()).add(step);
    }
    List<StepResult> results = new ArrayList<>();
    for (List<Step> stage : byStage.values()) {
      starts.forgetFailures(stage);
      results.addAll(groups.run(stage));
    }
    return results;
  }

  /** A set in which something failed is the last. */
  private List<StepResult> skipSet(Plan plan, int set, String configId) {
    return Stream.concat(groupSteps(plan, set).stream(), orderSteps(plan, configId).stream())
        .map(step -> skip(step, "the step before it failed"))
        .toList();
  }

  private static List<Step> groupSteps(Plan plan, int set) {
    return plan.steps(Phase.GROUP).stream().filter(step -> step.stage().set() == set).toList();
  }

  private static List<Step> orderSteps(Plan plan, String configId) {
    return plan.steps(Phase.ORDER).stream()
        .filter(step -> step.change().subject().equals(configId))
        .toList();
  }

  private List<StepResult> afterSettling(List<StepResult> results, Map<Step, Failure> failures) {
    return results.stream()
        .map(
            result -> {
              Failure failure = failures.get(result.step());
              if (failure == null) {
                return result;
              }
              StepResult failed = StepResult.failed(result.step(), failure, result.took());
              progress.finished(failed);
              return failed;
            })
        .toList();
  }

  private List<StepResult> skipRest(Plan plan, List<StepResult> results, String because) {
    List<StepResult> all = new ArrayList<>(results);
    List<Step> ended = results.stream().map(StepResult::step).toList();
    plan.steps().stream()
        .filter(step -> step.stage().phase().compareTo(Phase.PREPARE) > 0)
        .filter(step -> !ended.contains(step))
        .forEach(step -> all.add(skip(step, because)));
    return all;
  }

  private StepResult skip(Step step, String because) {
    StepResult result = StepResult.skipped(step, because);
    progress.finished(result);
    return result;
  }

  private static <C extends Change> Stream<C> changes(Plan plan, Class<C> kind) {
    return plan.steps().stream().map(Step::change).filter(kind::isInstance).map(kind::cast);
  }
}
