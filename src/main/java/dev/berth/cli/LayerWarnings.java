package dev.berth.cli;

import dev.berth.engine.Engine;
import dev.berth.migrate.LayerChanges;
import dev.berth.model.Change.Service;
import dev.berth.model.Plan;
import dev.berth.model.Problem;
import dev.berth.model.Step;
import java.util.ArrayList;
import java.util.List;

/** Says what a container that comes over has written beside its volumes, and would lose. */
final class LayerWarnings {
  /** What to do where a configuration is at hand. */
  static final String BY_HAND = "copy what is needed into a volume, or into the image, first";

  private LayerWarnings() {}

  /** The plan with a warning for each such container. */
  static Plan added(Plan plan, Engine source, String advice) {
    List<Problem> problems = new ArrayList<>(plan.problems());
    for (Step step : plan.steps()) {
      if (step.change() instanceof Service service && service.isComingOver()) {
        LayerChanges changes = LayerChanges.read(source, service.name());
        if (!changes.isEmpty()) {
          problems.add(
              Problem.warning(
                  service.rendered().spec().at(), text(service.name().text(), changes), advice));
        }
      }
    }
    return plan.withProblems(problems);
  }

  private static String text(String container, LayerChanges changes) {
    return "'"
        + container
        + "' has written "
        + changes.count()
        + (changes.count() == 1 ? " path" : " paths")
        + " outside its volumes, which "
        + (changes.count() == 1 ? "does" : "do")
        + " not come over: "
        + String.join(", ", changes.first())
        + (changes.count() > changes.first().size() ? " ..." : "");
  }
}
