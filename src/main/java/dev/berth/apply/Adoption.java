package dev.berth.apply;

import dev.berth.host.CommandResult;
import dev.berth.model.Applied;
import dev.berth.model.Change.AdoptTask;
import dev.berth.model.Change.RemoveFormer;
import dev.berth.model.Change.RunTask;
import dev.berth.model.Change.Service;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Dependency;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Takes over what Paunch or tripleo-ansible left: each container right before its own step, so that
 * it is stopped once, started once, and down no longer than that takes.
 */
final class Adoption {
  private final FormerRemoval removal;
  private final Systemctl systemctl;
  private final AppliedRecords records;
  private final Progress progress;
  private final Plan plan;
  private final Wanted wanted;
  private final Observed observed;

  /** The units that have our text by now, or will have it. */
  private final Set<String> ours;

  /** The containers whose former units do not start at boot any more. */
  private final Set<String> disabled = ConcurrentHashMap.newKeySet();

  /** What became of each that somebody takes away: one is enough. */
  private final Map<String, CompletableFuture<String>> taken = new ConcurrentHashMap<>();

  Adoption(
      FormerRemoval removal,
      Systemctl systemctl,
      AppliedRecords records,
      Progress progress,
      Plan plan,
      Wanted wanted,
      Observed observed) {
    this.removal = removal;
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
  }

  /** Whether there is anything to take over or away. */
  boolean isDue() {
    return !removals().isEmpty()
        || plan.steps().stream().anyMatch(step -> former(step).isPresent());
  }

  /**
   * Removes what is not wanted, and sees to it that a boot starts either the former unit or ours,
   * never both. systemd has to be told afterwards.
   */
  List<StepResult> begin(LateServices late) {
    List<StepResult> results = removeUnwanted();
    List<Step> steps = plan.steps().stream().filter(step -> former(step).isPresent()).toList();
    removal.untie(formers(steps));
    // One that waits for a task is installed when its turn comes; until then the old one starts.
    disable(
        formers(
            steps.stream()
                .filter(
                    step -> !(step.change() instanceof Service service && late.contains(service)))
                .toList()));
    return results;
  }

  private List<StepResult> removeUnwanted() {
    List<Step> steps = removals();
    long begun = System.nanoTime();
    steps.forEach(progress::started);
    List<Former> unwanted =
        steps.stream().map(step -> ((RemoveFormer) step.change()).former()).toList();
    disable(unwanted);
    takeAway(unwanted);
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
    takeAway(formers);
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
        : step.change().target().flatMap(rendered -> SingleSteps.missingSource(rendered.spec()));
  }

  /** Lets systemd forget the units that are gone. */
  void end() {
    if (!taken.isEmpty()) {
      CommandResult reloaded = systemctl.daemonReload();
      if (!reloaded.succeeded()) {
        throw new SystemdException(reloaded);
      }
    }
  }

  private void disable(List<Former> formers) {
    removal.disable(formers.stream().filter(former -> disabled.add(former.name())).toList(), ours);
  }

  private void takeAway(List<Former> formers) {
    List<Former> all = withThoseInTheirNamespaces(formers);
    List<Former> mine =
        all.stream()
            .filter(former -> taken.putIfAbsent(former.name(), new CompletableFuture<>()) == null)
            .toList();
    Map<String, String> failures = new HashMap<>();
    try {
      failures.putAll(removal.run(mine, ours));
      List<Former> stopped =
          mine.stream().filter(former -> !failures.containsKey(former.name())).toList();
      // The record comes first: without it and without the container the task would run again.
      stopped.forEach(this::recordTask);
      all.stream()
          .filter(former -> !mine.contains(former))
          .forEach(former -> failure(former.name()));
      failures.putAll(removeContainers(stopped));
    } catch (RuntimeException failure) {
      mine.forEach(former -> failures.putIfAbsent(former.name(), Messages.of(failure)));
    }
    mine.forEach(
        former -> future(former.name()).complete(failures.getOrDefault(former.name(), "")));
  }

  /** The engine keeps a container for as long as another one is in its namespaces. */
  private Map<String, String> removeContainers(List<Former> stopped) {
    Map<String, String> failures = new HashMap<>();
    List<Former> left = new ArrayList<>(stopped);
    while (!left.isEmpty()) {
      List<Former> free =
          left.stream()
              .filter(former -> left.stream().noneMatch(other -> isIn(other, former)))
              .toList();
      List<Former> next = free.isEmpty() ? List.copyOf(left) : free;
      failures.putAll(removal.removeContainers(next));
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
                  .filter(other -> all.stream().anyMatch(former -> isIn(other, former)))
                  .toList());
    }
    return List.copyOf(all);
  }

  /** Whether one container uses namespaces or volumes of another. */
  private boolean isIn(Former one, Former other) {
    Optional<ContainerSpec> spec =
        one.configuration().or(() -> wanted.container(one.name()).map(Rendered::spec));
    return spec.stream()
        .flatMap(found -> found.dependencies().stream())
        .anyMatch(
            dependency ->
                dependency.kind() == Dependency.Kind.CONTAINER
                    && dependency.required()
                    && dependency.target().equals(other.name()));
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

  /** Waits for whoever takes it away. */
  private String failure(String container) {
    return future(container).join();
  }

  private CompletableFuture<String> future(String container) {
    return java.util.Objects.requireNonNull(taken.get(container), container);
  }
}
