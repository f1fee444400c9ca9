package dev.berth.apply;

import dev.berth.apply.MigrationPort.Outlook;
import dev.berth.model.Change.Service;
import dev.berth.model.ContainerName;
import dev.berth.model.Evacuation;
import dev.berth.model.Plan;
import dev.berth.model.Problem;
import dev.berth.model.Problems;
import dev.berth.model.Rendered;
import dev.berth.model.RenderedState;
import dev.berth.model.Step;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What would come over against a migration that has not ended, or has something against it that is
 * known by now, is refused before anything is touched.
 *
 * @param comingOver the services of a plan that would come over
 * @param notCommitted as {@link MigrationPort#notCommitted}
 * @param outlook what goes with them, and what is against it
 */
record OpenMigration(List<Service> comingOver, List<ContainerName> notCommitted, Outlook outlook) {

  /**
   * That of a plan; nothing is asked where nothing comes over.
   *
   * @param wanted what it aims at
   * @param leaving the names of all that it brings over, tasks that have run there among them
   */
  static OpenMigration of(
      Plan plan, RenderedState wanted, Collection<ContainerName> leaving, MigrationPort crossing) {
    List<Service> comingOver =
        plan.steps().stream()
            .map(Step::change)
            .filter(change -> change instanceof Service service && service.isComingOver())
            .map(Service.class::cast)
            .toList();
    List<ContainerName> open = comingOver.isEmpty() ? List.of() : crossing.notCommitted();
    return new OpenMigration(
        comingOver,
        open,
        open.isEmpty() && !comingOver.isEmpty()
            ? crossing.outlook(comingOver.stream().map(Service::rendered).toList(), leaving, wanted)
            : Outlook.NOTHING);
  }

  /** What goes with each that comes over, by container. */
  Map<ContainerName, Evacuation> departing() {
    return outlook.departing();
  }

  /** An error for each that cannot come over yet. */
  List<Problem> problems() {
    Problems problems = new Problems();
    for (Service service : comingOver) {
      Rendered rendered = service.rendered();
      String why = outlook.obstacles().get(rendered.name());
      if (!notCommitted.isEmpty()) {
        problems.error(
            rendered.spec().at(),
            "'" + rendered.name() + "' cannot come over: " + MigrationPort.mayGoBack(notCommitted),
            MigrationPort.END_FIRST);
      } else if (why != null) {
        problems.error(
            rendered.spec().at(),
            "'" + rendered.name() + "' cannot come over: " + why,
            "what shares data comes over together, and mounts it by its name;"
                + " nothing has changed");
      }
    }
    return problems.sorted();
  }
}
