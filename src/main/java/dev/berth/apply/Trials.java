package dev.berth.apply;

import dev.berth.engine.Engine;
import dev.berth.model.Change;
import dev.berth.model.Change.ReplaceNetwork;
import dev.berth.model.Change.Service;
import dev.berth.model.ContainerName;
import dev.berth.model.Observed;
import dev.berth.model.Plan;
import dev.berth.model.Rendered;
import dev.berth.model.Stage.Phase;
import dev.berth.model.Step;
import dev.berth.model.operation.ContainerOperation.CreateTrial;
import dev.berth.plan.lowering.TrialLowering.Trial;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes each replacement once before anything is stopped, under a name of its own, and never starts
 * it: so that what the engine refuses is found while the former container runs.
 */
record Trials(
    Engine engine,
    Renderer renderer,
    TrialNames names,
    Observed observed,
    List<ContainerName> leftovers) {

  /** Removes what a run that was killed has left. */
  void removeLeftovers() {
    if (!leftovers.isEmpty()) {
      engine.control().removeTrials(leftovers);
    }
  }

  /** The trials that a plan needs, each under a new name. */
  List<Trial> of(Plan plan) {
    boolean removes = !plan.steps(Phase.REMOVE).isEmpty();
    Set<String> anew =
        plan.steps(Phase.REMOVE).stream()
            .map(Step::change)
            .filter(ReplaceNetwork.class::isInstance)
            .map(Change::subject)
            .collect(Collectors.toSet());
    return plan.steps(Phase.GROUP).stream()
        .filter(step -> isTried(step, removes))
        .map(step -> trial(((Service) step.change()).rendered(), anew))
        .toList();
  }

  /** What takes the place of something that runs; where something goes, also what is new. */
  private boolean isTried(Step step, boolean removes) {
    if (!(step.change() instanceof Service service)) {
      return false;
    }
    return switch (service.kind()) {
      case REPLACE, ADOPT -> !TrialSpec.isSurelyTaken(service.rendered(), observed);
      case CREATE -> removes;
      case RESTART,
          MIGRATE,
          MIGRATE_STOPPED,
          AWAIT_START,
          START,
          RELOAD,
          THAW,
          CHECK,
          WATCH,
          UPDATE ->
          false;
    };
  }

  private Trial trial(Rendered rendered, Set<String> anew) {
    TrialSpec spec = TrialSpec.of(rendered.spec(), engine.runtime().name(), anew);
    TrialNames.Trial next = names.next();
    ContainerName name = next.name();
    List<String> argv =
        engine
            .commandLine()
            .create(
                renderer.trial(
                    spec.named(name), rendered.configId(), observed.images(), next.nonce()))
            .argv();
    return new Trial(new CreateTrial(rendered.name(), name, argv), spec.users(name));
  }
}
