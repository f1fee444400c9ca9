package dev.berth.apply;

import dev.berth.apply.HeldByMigration.Moving;
import dev.berth.model.Change;
import dev.berth.model.Change.Service;
import dev.berth.model.ContainerName;
import dev.berth.model.Plan;
import dev.berth.model.Problem;
import dev.berth.model.Problems;
import dev.berth.model.RenderedState;
import dev.berth.model.SourcePosition;
import dev.berth.model.Step;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a migration has taken away is not started here as if it were new: it may run on the other
 * engine, its data may be there or half here, and the journal would go on telling otherwise.
 *
 * @param held what the migrations of the host hold
 * @param engine the engine at hand
 * @param hasOther whether the other one was looked at, so that what is under way to here comes over
 */
record StartsInMigration(HeldByMigration held, String engine, boolean hasOther) {

  /**
   * An error for each that the plan would start beside its migration, or change though it is on its
   * way back, and a warning for each that is under way else.
   *
   * @param goesOn whether the run is told to move what is under way, which it need not hear of
   */
  List<Problem> problems(Plan plan, RenderedState wanted, boolean goesOn) {
    if (held.containers().isEmpty()) {
      return List.of();
    }
    Set<ContainerName> starting = containers(plan, StartsInMigration::isStarting);
    Set<ContainerName> changing = containers(plan, change -> change.target().isPresent());
    Problems problems = new Problems();
    for (Map.Entry<ContainerName, Moving> entry : new TreeMap<>(held.containers()).entrySet()) {
      ContainerName name = entry.getKey();
      wanted
          .container(name)
          .ifPresent(
              rendered ->
                  judge(
                      name,
                      entry.getValue(),
                      rendered.spec().at(),
                      changing.contains(name),
                      starting.contains(name),
                      goesOn,
                      problems));
    }
    return problems.sorted();
  }

  private static Set<ContainerName> containers(Plan plan, Predicate<Change> which) {
    return plan.steps().stream()
        .map(Step::change)
        .filter(which)
        .flatMap(change -> change.about().stream())
        .collect(Collectors.toSet());
  }

  /** One that comes over is judged where that is planned. */
  private static boolean isStarting(Change change) {
    return change instanceof Change.RunTask
        || (change instanceof Service service && !service.isComingOver());
  }

  private void judge(
      ContainerName name,
      Moving moving,
      SourcePosition at,
      boolean changes,
      boolean starts,
      boolean goesOn,
      Problems problems) {
    boolean comesHere = moving.to().equals(engine);
    if (moving.goesBack()) {
      // Going on with it would put what one side had before in the place of what the other wrote.
      if (changes) {
        problems.error(at, moving.words(name), moving.advice() + "; nothing has changed");
      } else {
        problems.warning(at, moving.words(name), moving.advice());
      }
    } else if (starts && !comesHere) {
      if (moving.isUnderWay()) {
        problems.error(at, moving.words(name), moving.advice() + "; nothing has changed");
      } else {
        problems.error(
            at,
            "'" + name + "' has gone to " + moving.to() + " and may still come back",
            "'berth migrate --rollback' has it here again, 'berth migrate --commit' leaves it there"
                + " for good; nothing has changed");
      }
    } else if (starts && !hasOther && !moving.isCarried()) {
      problems.error(
          at,
          moving.words(name) + ", and " + moving.from() + " does not run: its data is there",
          "start " + moving.from() + "; then " + moving.advice() + "; nothing has changed");
    } else if (moving.isUnderWay() && !(comesHere && goesOn)) {
      problems.warning(
          at,
          moving.words(name),
          comesHere ? "an apply goes on with it; " + moving.advice() : moving.advice());
    }
  }
}
