package dev.berth.apply;

import dev.berth.apply.StepResult.Outcome;
import dev.berth.host.Stopwatch;
import dev.berth.model.Change.AdoptTask;
import dev.berth.model.Change.RemoveLegacy;
import dev.berth.model.Change.RunTask;
import dev.berth.model.Change.Service;
import dev.berth.model.LegacyContainer;
import dev.berth.model.Observed;
import dev.berth.model.Plan;
import dev.berth.model.Rendered;
import dev.berth.model.RenderedState;
import dev.berth.model.Stage.Phase;
import dev.berth.model.Step;
import dev.berth.model.operation.FileOperation.RemoveUnit;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.NodeId;
import dev.berth.plan.lowering.LegacyLowering;
import dev.berth.plan.lowering.LegacySnapshot;
import dev.berth.run.Result;
import dev.berth.systemd.SystemdException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Takes over what Paunch or tripleo-ansible left: each container right before its own step, so that
 * it is stopped once, started once, and down no longer than that takes. What a service was is kept
 * until Berth's own is known to be well ({@link FormerReturn}).
 */
final class Adoption {
  private final StepOperations operations;
  private final LegacyLowering lowering;
  private final FormerReturn back;
  private final Progress progress;
  private final Plan plan;
  private final Observed observed;

  /** The tasks that have run, by container. */
  private final Map<String, Rendered> tasks = new HashMap<>();

  private final boolean isDue;

  /** The containers whose former units do not start at boot any more. */
  private final Set<String> disabled = ConcurrentHashMap.newKeySet();

  /** Those that were taken away, with what went wrong. */
  private final Map<String, String> taken = new ConcurrentHashMap<>();

  /** Whether systemd knows units whose files are gone. */
  private final AtomicBoolean isStale = new AtomicBoolean();

  Adoption(
      StepOperations operations,
      FormerReturn back,
      Progress progress,
      Plan plan,
      RenderedState wanted,
      Observed observed) {
    this.operations = operations;
    this.back = back;
    this.progress = progress;
    this.plan = plan;
    this.observed = observed;
    Set<String> going =
        plan.steps().stream()
            .filter(step -> step.change() instanceof RemoveLegacy || former(step).isPresent())
            .map(step -> step.change().subject())
            .collect(Collectors.toSet());
    this.lowering = new LegacyLowering(wanted, observed, going);
    this.isDue = !going.isEmpty();
    for (Step step : plan.steps()) {
      if (step.change() instanceof AdoptTask task) {
        tasks.put(task.subject(), task.rendered());
      }
    }
  }

  /** Whether there is anything to take over or away. */
  boolean isDue() {
    return isDue;
  }

  /**
   * Removes what is not wanted, and what ties the former units to their timers. systemd has to be
   * told afterwards.
   */
  List<StepResult> begin() {
    List<StepResult> results = removeUnwanted();
    operations.require(LegacyLowering.untie(formers(dueSteps())));
    return results;
  }

  /**
   * Sees to it that a boot starts either the former unit of these services or ours, never both;
   * called right before ours are installed.
   */
  void disable(Predicate<Service> due) {
    operations.results(
        lowering.disable(
            toDisable(
                formers(
                    dueSteps().stream()
                        .filter(
                            step -> step.change() instanceof Service service && due.test(service))
                        .toList()))));
  }

  private List<LegacyContainer> toDisable(List<LegacyContainer> formers) {
    return formers.stream().filter(former -> disabled.add(former.name())).toList();
  }

  private List<Step> dueSteps() {
    return plan.steps().stream().filter(step -> former(step).isPresent()).toList();
  }

  private List<StepResult> removeUnwanted() {
    List<Step> steps =
        plan.steps(Phase.REMOVE).stream()
            .filter(step -> step.change() instanceof RemoveLegacy)
            .toList();
    long begun = System.nanoTime();
    steps.forEach(progress::started);
    takeAway(steps.stream().map(step -> ((RemoveLegacy) step.change()).former()).toList(), false);
    List<StepResult> results = new ArrayList<>();
    for (Step step : steps) {
      String failure = failure(step.change().subject());
      StepResult result =
          failure.isEmpty()
              ? StepResult.done(step, Stopwatch.since(begun))
              : StepResult.failed(step, failure, Stopwatch.since(begun));
      progress.finished(result);
      results.add(result);
    }
    return results;
  }

  /** Clears the way for these steps; what went wrong with those for which it could not be. */
  Map<Step, Optional<Failure>> takeOver(List<Step> batch) {
    Map<Step, Optional<Failure>> failures = new HashMap<>();
    List<Step> steps = new ArrayList<>();
    for (Step step : batch) {
      if (former(step).isPresent()) {
        // What cannot start must not cost what runs.
        obstacle(step)
            .ifPresentOrElse(
                missing -> failures.put(step, Optional.of(Failure.of(missing))),
                () -> steps.add(step));
      }
    }
    if (steps.isEmpty()) {
      return failures;
    }
    takeAway(formers(steps), steps.getFirst().change() instanceof Service);
    for (Step step : steps) {
      String failure = failure(step.change().subject());
      if (!failure.isEmpty()) {
        failures.put(step, Optional.of(Failure.of(failure)));
      }
    }
    return failures;
  }

  /** A bind source that an earlier container was to make, and that is still missing. */
  private static Optional<String> obstacle(Step step) {
    return step.change() instanceof AdoptTask
        ? Optional.empty()
        : step.change()
            .target()
            .flatMap(rendered -> MissingSources.problem(rendered.spec().mounts()));
  }

  /**
   * Ends what is over: of services that are well, what was set aside for them goes; those whose
   * turn never came are given back; and systemd forgets the units that are gone.
   *
   * @param failures what failed in the end, so that a later run may need what was set aside
   * @return what went wrong here
   */
  Map<Step, Failure> end(List<StepResult> results, Map<Step, Failure> failures) {
    List<LegacyContainer> over = new ArrayList<>();
    List<LegacySnapshot> untouched = new ArrayList<>();
    Map<Step, Failure> wrong = new HashMap<>();
    Map<String, LegacyContainer> aside = new HashMap<>();
    back.aside().forEach(former -> aside.put(former.name(), former));
    for (StepResult result : results) {
      String name = result.step().change().subject();
      boolean isService = result.step().change() instanceof Service;
      if (!isService || observed.legacy(name).isEmpty() || back.isRestored(name)) {
        continue;
      }
      if (result.outcome() == Outcome.SKIPPED && aside.containsKey(name)) {
        back.restore(name)
            .ifPresent(why -> wrong.put(result.step(), Failure.of("going back failed: " + why)));
      } else if (aside.containsKey(name)) {
        if (result.outcome() == Outcome.DONE && !failures.containsKey(result.step())) {
          over.add(aside.get(name));
        }
      } else if (!taken.containsKey(name)) {
        untouched.add(back.traces(name));
      } else if (!failure(name).isEmpty()) {
        wrong.put(result.step(), givenBack(name, result.message()));
      }
    }
    Map<String, String> notRemoved = run(lowering.over(over));
    results.stream()
        .filter(result -> notRemoved.containsKey(workload(result)))
        .filter(result -> result.step().change() instanceof Service)
        .forEach(
            result ->
                wrong.put(
                    result.step(),
                    Failure.of(
                        "runs, but what was set aside for it cannot be removed: "
                            + notRemoved.get(workload(result)))));
    Optional<String> notTied = back.tie(untouched);
    if (notTied.isPresent()) {
      throw new SystemdException(notTied.get());
    }
    // Who gave units back has told systemd; a killed run may have removed files and not come to it.
    if (untouched.isEmpty() && (isStale.get() || !over.isEmpty())) {
      operations.require(LegacyLowering.told());
    }
    return wrong;
  }

  private static String workload(StepResult result) {
    return LegacyLowering.workload(result.step().change().subject());
  }

  /** What was stopped, or only in part, and could not be set aside runs again as it did. */
  private Failure givenBack(String name, String why) {
    LegacySnapshot former = back.traces(name);
    return back.begin(former)
        .map(problem -> Failure.of(why + "; going back failed as well: " + problem))
        .orElseGet(() -> new Failure(why + "; " + former.outcome(), true));
  }

  /** Those in each other's namespaces one after the other: two steps may want the same one gone. */
  private void takeAway(List<LegacyContainer> formers, boolean mayComeBack) {
    List<LegacyContainer> toDisable = toDisable(formers);
    List<LegacyContainer> all = lowering.withThoseInTheirNamespaces(formers);
    if (all.size() == formers.size() && formers.stream().noneMatch(lowering::isInAnother)) {
      clear(toDisable, all, mayComeBack);
    } else {
      synchronized (taken) {
        clear(
            toDisable,
            all.stream().filter(former -> !taken.containsKey(former.name())).toList(),
            mayComeBack);
      }
    }
  }

  private void clear(
      List<LegacyContainer> toDisable, List<LegacyContainer> formers, boolean mayComeBack) {
    Predicate<LegacyContainer> isKept = former -> mayComeBack && back.keeps(former);
    Map<String, String> failures = run(lowering.takeAway(toDisable, formers, tasks, isKept));
    for (LegacyContainer former : formers) {
      String failure = failures.getOrDefault(LegacyLowering.workload(former.name()), "");
      taken.put(former.name(), failure);
      if (failure.isEmpty() && isKept.test(former)) {
        back.setAside(former);
      }
    }
  }

  /** Does these; what went wrong first with each workload. */
  private Map<String, String> run(List<Node> nodes) {
    Map<NodeId, Result> results = operations.results(nodes);
    Map<String, String> failures = new HashMap<>();
    for (Node node : nodes) {
      if (node.operation() instanceof RemoveUnit) {
        isStale.set(true);
      }
      if (node.essential()) {
        Objects.requireNonNull(results.get(node.id()))
            .problem()
            .ifPresent(why -> failures.putIfAbsent(node.id().workload(), why));
      }
    }
    return failures;
  }

  private List<LegacyContainer> formers(List<Step> steps) {
    return steps.stream().flatMap(step -> former(step).stream()).toList();
  }

  private Optional<LegacyContainer> former(Step step) {
    return switch (step.change()) {
      case Service service -> observed.legacy(service.subject());
      case RunTask task -> observed.legacy(task.subject());
      case AdoptTask task -> observed.legacy(task.subject());
      default -> Optional.empty();
    };
  }

  /** What went wrong with one that was taken away; empty where nothing did. */
  private String failure(String container) {
    return taken.getOrDefault(container, "");
  }
}
