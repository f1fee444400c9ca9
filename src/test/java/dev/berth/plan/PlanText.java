package dev.berth.plan;

import dev.berth.model.Change;
import dev.berth.model.ContainerName;
import dev.berth.model.Plan;
import dev.berth.model.Problem;
import dev.berth.model.Stage;
import dev.berth.model.Step;
import dev.berth.model.UnitName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Everything that a plan says, one line a step. */
final class PlanText {
  private PlanText() {}

  static String of(Plan plan) {
    List<String> lines = new ArrayList<>();
    for (Problem problem : plan.problems()) {
      lines.add(problem.toString());
    }
    for (Step step : plan.steps()) {
      lines.add(
          "%2d  %-9s %s %s%s%s: %s"
              .formatted(
                  step.number(),
                  stage(step.stage()),
                  step.change().verb(),
                  step.change().subject(),
                  details(step.change()),
                  after(step),
                  String.join("; ", step.reasons())));
    }
    if (!plan.unchanged().isEmpty()) {
      lines.add("unchanged: " + ContainerName.listed(plan.unchanged()));
    }
    plan.left().forEach((name, why) -> lines.add("left: " + name + ": " + why));
    return lines.isEmpty() ? "nothing" : String.join("\n", lines);
  }

  private static String stage(Stage stage) {
    return stage.phase() == Stage.Phase.GROUP
        ? "group " + stage.set() + "/" + stage.startOrder()
        : stage.phase().name().toLowerCase(Locale.ROOT);
  }

  private static String details(Change change) {
    return switch (change) {
      case Change.Service service -> {
        List<String> words = new ArrayList<>();
        if (service.install()) {
          words.add("install");
        }
        if (service.enable()) {
          words.add("enable");
        }
        yield words.isEmpty() ? "" : " (" + String.join(", ", words) + ")";
      }
      case Change.Remove remove ->
          " ("
              + remove.unit().map(UnitName::text).orElse("no unit")
              + (remove.present() ? ", container)" : ", no container)");
      case Change.CreateVolume volume ->
          " "
              + volume.volume().labels().entrySet().stream()
                  .map(label -> label.getKey() + "=" + label.getValue())
                  .sorted()
                  .collect(Collectors.joining(",", "(", ")"));
      default -> "";
    };
  }

  private static String after(Step step) {
    return step.after().isEmpty()
        ? ""
        : step.after().stream()
            .sorted()
            .map(String::valueOf)
            .collect(Collectors.joining(",", " after ", ""));
  }
}
