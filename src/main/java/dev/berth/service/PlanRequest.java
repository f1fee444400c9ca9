package dev.berth.service;

import dev.berth.model.Change.Remove;
import dev.berth.model.ContainerName;
import dev.berth.model.Desired;
import dev.berth.model.Desired.ContainerSet;
import dev.berth.model.Plan;
import dev.berth.model.Problem;
import dev.berth.model.Step;
import dev.berth.plan.PlanOptions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a plan is asked for.
 *
 * @param desired what the host is to be
 * @param options how it is planned
 */
public record PlanRequest(Desired desired, PlanOptions options) {

  /**
   * The same without the stacks that the errors of its plan stand in, so that what is wrong with
   * one holds up no other. Empty where that leaves none, where an error stands in no stack's file,
   * where the plan is not refused, where what is asked for is not several stacks, or where
   * something would go that one of those left out still needs.
   */
  public Optional<PlanRequest> without(Plan refused) {
    if (desired.isSeries() || !refused.isRefused()) {
      return Optional.empty();
    }
    Set<String> files =
        refused.problems().stream()
            .filter(Problem::isError)
            .map(problem -> problem.at().file())
            .collect(Collectors.toSet());
    List<ContainerSet> faulty =
        desired.sets().stream().filter(set -> files.stream().anyMatch(holds(set))).toList();
    boolean isExplained =
        files.stream().allMatch(file -> faulty.stream().anyMatch(set -> holds(set).test(file)));
    if (!isExplained || faulty.size() == desired.sets().size() || goesFromUnder(faulty, refused)) {
      return Optional.empty();
    }
    List<ContainerSet> sound =
        desired.sets().stream().filter(set -> !faulty.contains(set)).toList();
    SortedMap<String, String> broken = new TreeMap<>(desired.broken());
    faulty.forEach(set -> broken.put(set.configId(), set.source()));
    Set<String> kept = faulty.stream().map(ContainerSet::configId).collect(Collectors.toSet());
    return Optional.of(
        new PlanRequest(new Desired(sound, false, desired.gone(), broken), options.keeping(kept)));
  }

  private static Predicate<String> holds(ContainerSet set) {
    Set<String> files =
        set.containers().stream().map(spec -> spec.at().file()).collect(Collectors.toSet());
    return file ->
        file.equals(set.source()) || file.startsWith(set.source() + "/") || files.contains(file);
  }

  private static boolean goesFromUnder(List<ContainerSet> faulty, Plan plan) {
    Set<ContainerName> going =
        plan.steps().stream()
            .map(Step::change)
            .filter(Remove.class::isInstance)
            .map(change -> ((Remove) change).container())
            .collect(Collectors.toSet());
    return faulty.stream()
        .flatMap(set -> set.containers().stream())
        .flatMap(spec -> spec.dependencies().stream())
        .anyMatch(dependency -> dependency.container().filter(going::contains).isPresent());
  }
}
