package dev.berth.apply;

import dev.berth.model.Change.Service;
import dev.berth.model.Plan;
import dev.berth.model.Problem;
import dev.berth.model.Problems;
import dev.berth.model.Rendered;
import dev.berth.model.Step;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What would come over against a migration that has not ended, or has something against it that is
 * known by now, is refused before anything is touched.
 */
final class OpenMigration {
  private OpenMigration() {}

  /**
   * An error for each service of a plan that cannot come over yet.
   *
   * @param notCommitted as {@link Crossing#notCommitted}; asked only where something comes over
   * @param obstacles as {@link Crossing#obstacles}; asked only where something may come over
   */
  static List<Problem> problems(
      Plan plan,
      Supplier<List<String>> notCommitted,
      Function<Collection<Rendered>, Map<String, String>> obstacles) {
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
    } else if (!comingOver.isEmpty()) {
      Map<String, String> reasons =
          obstacles.apply(comingOver.stream().map(Service::rendered).toList());
      comingOver.stream()
          .filter(service -> reasons.containsKey(service.subject()))
          .forEach(
              service ->
                  problems.error(
                      service.rendered().spec().at(),
                      "'"
                          + service.subject()
                          + "' cannot come over: "
                          + reasons.get(service.subject()),
                      "what shares data comes over together, and mounts it by its name;"
                          + " nothing has changed"));
    }
    return problems.sorted();
  }
}
