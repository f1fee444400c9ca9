package dev.berth.plan;

import dev.berth.model.ContainerName;
import dev.berth.model.Dependency;
import dev.berth.model.Rendered;
import dev.berth.model.RenderedState;
import dev.berth.model.RenderedState.WantedSet;
import dev.berth.model.Stage;
import dev.berth.model.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gives each decision its stage, its number and the steps that it follows. */
final class Ordering {
  private final RenderedState wanted;
  private final Map<ContainerName, Rendered> byName = new HashMap<>();

  Ordering(RenderedState wanted) {
    this.wanted = wanted;
    wanted.containers().forEach(rendered -> byName.put(rendered.name(), rendered));
  }

  /** Every container, set by set, by start order, in file order where that is equal. */
  static List<Rendered> inStartOrder(RenderedState wanted) {
    List<Rendered> ordered = new ArrayList<>();
    for (WantedSet set : wanted.sets()) {
      set.containers().stream()
          .sorted(Comparator.comparingInt(rendered -> rendered.spec().startOrder()))
          .forEach(ordered::add);
    }
    return ordered;
  }

  /**
   * Numbers the decisions of the phases before the groups as they stand, then the groups', then
   * what follows all of them.
   */
  List<Step> number(
      Map<Stage, List<Decision>> byStage,
      Map<ContainerName, Decision> decisions,
      List<Decision> ordering,
      List<Decision> tidying) {
    List<Step> steps = new ArrayList<>();
    byStage.forEach((stage, list) -> append(stage, list, steps));
    Map<ContainerName, Stage> stages = stages();
    Map<ContainerName, Integer> numbers = new HashMap<>();
    for (Rendered rendered : inDependencyOrder()) {
      Decision decision = decisions.get(rendered.name());
      if (decision != null) {
        int number = steps.size() + 1;
        Stage stage = stageOf(rendered, stages);
        Set<Integer> after = new HashSet<>();
        for (ContainerName name : reach(rendered)) {
          Integer earlier = numbers.get(name);
          if (earlier != null && stage.equals(stages.get(name))) {
            after.add(earlier);
          }
        }
        steps.add(new Step(number, stage, decision.change(), decision.reasons(), after));
        numbers.put(rendered.name(), number);
      }
    }
    append(Stage.of(Stage.Phase.ORDER), ordering, steps);
    append(Stage.of(Stage.Phase.TIDY), tidying, steps);
    return steps;
  }

  private static void append(Stage stage, List<Decision> decisions, List<Step> steps) {
    for (Decision decision : decisions) {
      steps.add(new Step(steps.size() + 1, stage, decision.change(), decision.reasons(), Set.of()));
    }
  }

  private static Stage stageOf(Rendered rendered, Map<ContainerName, Stage> stages) {
    return java.util.Objects.requireNonNull(stages.get(rendered.name()), rendered.name().text());
  }

  private Map<ContainerName, Stage> stages() {
    Map<ContainerName, Stage> stages = new HashMap<>();
    for (int set = 0; set < wanted.sets().size(); set++) {
      for (Rendered rendered : wanted.sets().get(set).containers()) {
        stages.put(rendered.name(), Stage.group(set, rendered.spec().startOrder()));
      }
    }
    return stages;
  }

  /** Start order, with what is depended on first; cycles were refused when the files were read. */
  private List<Rendered> inDependencyOrder() {
    Set<ContainerName> placed = new LinkedHashSet<>();
    List<Rendered> ordered = new ArrayList<>();
    for (Rendered rendered : inStartOrder(wanted)) {
      place(rendered, placed, ordered);
    }
    return ordered;
  }

  private void place(Rendered rendered, Set<ContainerName> placed, List<Rendered> ordered) {
    if (!placed.add(rendered.name())) {
      return;
    }
    for (Dependency dependency : rendered.spec().dependencies()) {
      Rendered target = dependency.container().map(byName::get).orElse(null);
      if (dependency.kind() == Dependency.Kind.CONTAINER
          && target != null
          && target.configId().equals(rendered.configId())
          && target.spec().startOrder() == rendered.spec().startOrder()) {
        place(target, placed, ordered);
      }
    }
    ordered.add(rendered);
  }

  /** Every container that this one depends on, through unchanged ones too. */
  private Set<ContainerName> reach(Rendered rendered) {
    Set<ContainerName> reached = new HashSet<>();
    List<Rendered> open = new ArrayList<>(List.of(rendered));
    while (!open.isEmpty()) {
      for (Dependency dependency : open.removeLast().spec().dependencies()) {
        Rendered target = dependency.container().map(byName::get).orElse(null);
        if (target != null && reached.add(target.name())) {
          open.add(target);
        }
      }
    }
    return reached;
  }
}
