package dev.berth.apply;

import dev.berth.apply.StepResult.Outcome;
import dev.berth.host.CommandResult;
import dev.berth.host.Messages;
import dev.berth.host.Stopwatch;
import dev.berth.model.Applied;
import dev.berth.model.Change.AdoptTask;
import dev.berth.model.Change.RemoveFormer;
import dev.berth.model.Change.RunTask;
import dev.berth.model.Change.Service;
import dev.berth.model.Former;
import dev.berth.model.Observed;
import dev.berth.model.ObservedContainer;
import dev.berth.model.Plan;
import dev.berth.model.Rendered;
import dev.berth.model.Rendered.UnitFile;
import dev.berth.model.Stage.Phase;
import dev.berth.model.Step;
import dev.berth.model.Wanted;
import dev.berth.systemd.Systemctl;
import dev.berth.systemd.SystemdException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Takes over what Paunch or tripleo-ansible left: each container right before its own step, so that
 * it is stopped once, started once, and down no longer than that takes. What a service was is kept
 * until Berth's own is known to be well ({@link FormerReturn}).
 */
final class Adoption {
  private final FormerRemoval removal;
  private final FormerReturn back;
  private final Systemctl systemctl;
  private final AppliedRecords records;
  private final Progress progress;
  private final Plan plan;
  private final Wanted wanted;
  private final Observed observed;

  /** The units that have our text by now, or will have it. */
  private final Set<String> ours;

  /** The containers that this plan takes over or away: no other is touched. */
  private final Set<String> going;

  /** The containers whose former units do not start at boot any more. */
  private final Set<String> disabled = ConcurrentHashMap.newKeySet();

  /** Those that were taken away, with what went wrong. */
  private final Map<String, String> taken = new ConcurrentHashMap<>();

  Adoption(
      FormerRemoval removal,
      FormerReturn back,
      Systemctl systemctl,
      AppliedRecords records,
      Progress progress,
      Plan plan,
      Wanted wanted,
      Observed observed) {
    this.removal = removal;
    this.back = back;
    this.systemctl = systemctl;
    this.records = records;
    this.progress = progress;
    this.plan = plan;
    this.wanted = wanted;
    this.observed = observed;
    this.ours =
        wanted
            .containers()
            .flatMap(rendered -> rendered.unit().stream())
            .map(UnitFile::name)
            .collect(Collectors.toSet());
    this.going =
        plan.steps().stream()
            .filter(step -> step.change() instanceof RemoveFormer || former(step).isPresent())
            .map(step -> step.change().subject())
            .collect(Collectors.toSet());
  }

  /** Whether there is anything to take over or away. */
  boolean isDue() {
    return !going.isEmpty();
  }

  /**
   * Removes what is not wanted, and what ties the former units to their timers. systemd has to be
   * told afterwards.
   */
  List<StepResult> begin() {
    List<StepResult> results = removeUnwanted();
    removal.untie(formers(dueSteps()));
    return results;
  }

  /**
   * Sees to it that a boot starts either the former unit of these services or ours, never both;
   * called right before ours are installed.
   */
  void disable(Predicate<Service> due) {
    disable(
        formers(
            dueSteps().stream()
                .filter(step -> step.change() instanceof Service service && due.test(service))
                .toList()));
  }

  private List<Step> dueSteps() {
    return plan.steps().stream().filter(step -> former(step).isPresent()).toList();
  }

  private List<StepResult> removeUnwanted() {
    List<Step> steps = removals();
    long begun = System.nanoTime();
    steps.forEach(progress::started);
    List<Former> unwanted =
        steps.stream().map(step -> ((RemoveFormer) step.change()).former()).toList();
    disable(unwanted);
    takeAway(unwanted, false);
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
    List<Former> formers = formers(steps);
    disable(formers);
    takeAway(formers, steps.getFirst().change() instanceof Service);
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
    List<Former> over = new ArrayList<>();
    List<FormerTraces> untouched = new ArrayList<>();
    Map<Step, Failure> wrong = new HashMap<>();
    Map<String, Former> aside = new HashMap<>();
    back.aside().forEach(former -> aside.put(former.name(), former));
    for (StepResult result : results) {
      String name = result.step().change().subject();
      boolean isService = result.step().change() instanceof Service;
      if (!isService || observed.former(name).isEmpty() || back.isRestored(name)) {
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
    removal.removeFiles(over, ours);
    Map<String, String> notRemoved = removeContainers(over, Former::asideName);
    results.stream()
        .filter(result -> notRemoved.containsKey(result.step().change().subject()))
        .filter(result -> result.step().change() instanceof Service)
        .forEach(
            result ->
                wrong.put(
                    result.step(),
                    Failure.of(
                        "runs, but what was set aside for it cannot be removed: "
                            + notRemoved.get(result.step().change().subject()))));
    Optional<String> notTied = back.tie(untouched);
    if (notTied.isPresent()) {
      throw new SystemdException(notTied.get());
    }
    if (!taken.isEmpty()) {
      CommandResult reloaded = systemctl.daemonReload();
      if (!reloaded.succeeded()) {
        throw new SystemdException(reloaded);
      }
    }
    return wrong;
  }

  /** What was stopped, or only in part, and could not be set aside runs again as it did. */
  private Failure givenBack(String name, String why) {
    FormerTraces former = back.traces(name);
    return back.begin(List.of(former))
        .map(problem -> Failure.of(why + "; going back failed as well: " + problem))
        .orElseGet(() -> new Failure(why + "; " + former.outcome(), true));
  }

  private void disable(List<Former> formers) {
    removal.disable(formers.stream().filter(former -> disabled.add(former.name())).toList(), ours);
  }

  /** Those in each other's namespaces one after the other: two steps may want the same one gone. */
  private void takeAway(List<Former> formers, boolean mayComeBack) {
    List<Former> all = withThoseInTheirNamespaces(formers);
    if (all.size() == formers.size() && formers.stream().noneMatch(this::isInAnother)) {
      clear(all, mayComeBack);
    } else {
      synchronized (taken) {
        clear(
            all.stream().filter(former -> !taken.containsKey(former.name())).toList(), mayComeBack);
      }
    }
  }

  private void clear(List<Former> formers, boolean mayComeBack) {
    Map<String, String> failures = new HashMap<>();
    try {
      failures.putAll(removal.stop(formers));
      List<Former> stopped =
          formers.stream().filter(former -> !failures.containsKey(former.name())).toList();
      // The record comes first: without it and without the container the task would run again.
      stopped.forEach(this::recordTask);
      List<Former> kept =
          stopped.stream().filter(former -> mayComeBack && back.keeps(former)).toList();
      failures.putAll(back.setAside(kept));
      List<Former> gone = stopped.stream().filter(former -> !kept.contains(former)).toList();
      removal.removeFiles(gone, ours);
      failures.putAll(
          removeContainers(
              gone, former -> former.container().map(ObservedContainer::name).orElse("")));
    } catch (RuntimeException failure) {
      formers.forEach(former -> failures.putIfAbsent(former.name(), Messages.of(failure)));
    }
    formers.forEach(former -> taken.put(former.name(), failures.getOrDefault(former.name(), "")));
  }

  /** The engine keeps a container for as long as another one is in its namespaces. */
  private Map<String, String> removeContainers(
      List<Former> stopped, Function<Former, String> names) {
    Map<String, String> failures = new HashMap<>();
    List<Former> left = new ArrayList<>(stopped);
    while (!left.isEmpty()) {
      List<Former> free =
          left.stream()
              .filter(former -> left.stream().noneMatch(other -> isIn(other, former)))
              .toList();
      List<Former> next = free.isEmpty() ? List.copyOf(left) : free;
      failures.putAll(removal.removeContainers(next, names));
      left.removeAll(next);
    }
    return failures;
  }

  private List<Former> withThoseInTheirNamespaces(List<Former> formers) {
    Set<Former> all = new LinkedHashSet<>(formers);
    boolean added = true;
    while (added) {
      added =
          all.addAll(
              observed.formers().values().stream()
                  .filter(other -> going.contains(other.name()))
                  .filter(other -> all.stream().anyMatch(former -> isIn(other, former)))
                  .toList());
    }
    return List.copyOf(all);
  }

  private boolean isInAnother(Former former) {
    return observed.formers().values().stream().anyMatch(other -> isIn(former, other));
  }

  private boolean isIn(Former one, Former other) {
    return one.isIn(other.name(), wanted.container(one.name()).map(Rendered::spec));
  }

  private void recordTask(Former former) {
    plan.steps().stream()
        .filter(step -> step.change() instanceof AdoptTask)
        .filter(step -> step.change().subject().equals(former.name()))
        .flatMap(step -> step.change().target().stream())
        .forEach(
            task ->
                records.write(
                    task,
                    new Applied(
                        task.digest(),
                        former.container().map(ObservedContainer::imageId).orElse(""),
                        task.configuration(),
                        true)));
  }

  private List<Former> formers(List<Step> steps) {
    return steps.stream().flatMap(step -> former(step).stream()).toList();
  }

  private Optional<Former> former(Step step) {
    return switch (step.change()) {
      case Service service -> observed.former(service.subject());
      case RunTask task -> observed.former(task.subject());
      case AdoptTask task -> observed.former(task.subject());
      default -> Optional.empty();
    };
  }

  private List<Step> removals() {
    return plan.steps(Phase.REMOVE).stream()
        .filter(step -> step.change() instanceof RemoveFormer)
        .toList();
  }

  /** What went wrong with one that was taken away; empty where nothing did. */
  private String failure(String container) {
    return taken.getOrDefault(container, "");
  }
}
