package dev.berth.apply;

import dev.berth.model.Change.Service;
import dev.berth.model.Plan;
import dev.berth.model.Problem;
import dev.berth.model.Problems;
import dev.berth.model.Step;
import java.util.List;
import java.util.function.Supplier;

/** What would come over against a migration that has not ended is refused before anything is. */
final class OpenMigration {
  private OpenMigration() {}

  /**
   * An error for each service of a plan that cannot come over yet.
   *
   * @param notCommitted as {@link Crossing#notCommitted}; asked only where something comes over
   */
  static List<Problem> problems(Plan plan, Supplier<List<String>> notCommitted) {
    List<Service> comingOver =
        plan.steps().stream()
            .map(Step::change)
            .filter(change -> change instanceof Service service && service.isComingOver())
            .map(Service.class::cast)
            .toList();
    List<String> open = comingOver.isEmpty() ? List.of() : notCommitted.get();
    Problems problems = new Problems();
    if (!open.isEmpty()) {
      comingOver.forEach(
          service ->
              problems.error(
                  service.rendered().spec().at(),
                  "'" + service.subject() + "' cannot come over: " + Crossing.mayGoBack(open),
                  Crossing.END_FIRST));
    }
    return problems.sorted();
  }
}
