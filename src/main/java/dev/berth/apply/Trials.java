package dev.berth.apply;

import dev.berth.engine.Engine;
import dev.berth.engine.Invocation;
import dev.berth.host.CommandResult;
import dev.berth.host.SideBySide;
import dev.berth.model.Change.Service;
import dev.berth.model.Observed;
import dev.berth.model.Plan;
import dev.berth.model.Rendered;
import dev.berth.model.Stage.Phase;
import dev.berth.model.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Makes each replacement once before anything is stopped, under a name of its own, and never starts
 * it: so that what the engine refuses is found while the former container runs.
 */
final class Trials {
  private final Engine engine;
  private final Renderer renderer;
  private final TrialNames names;
  private final Observed observed;
  private final List<String> leftovers;

  /** The containers that were made and have to go. */
  private final Queue<String> made = new ConcurrentLinkedQueue<>();

  private CompletableFuture<CommandResult> removal =
      CompletableFuture.completedFuture(new CommandResult(List.of(), 0, "", "", false));

  /**
   * Trials of one run.
   *
   * @param leftovers the containers that a run which was killed has left
   */
  Trials(
      Engine engine,
      Renderer renderer,
      TrialNames names,
      Observed observed,
      List<String> leftovers) {
    this.engine = engine;
    this.renderer = renderer;
    this.names = names;
    this.observed = observed;
    this.leftovers = leftovers;
  }

  /** Removes what a run that was killed has left. */
  void removeLeftovers() {
    if (!leftovers.isEmpty()) {
      engine.control().removeTrials(leftovers);
    }
  }

  /**
   * Tries what replaces something; the results of those that were refused. What was made is removed
   * beside what comes next, see {@link #finish}.
   *
   * @param parallel how many are made at a time
   */
  List<StepResult> run(Plan plan, int parallel) {
    boolean removes = !plan.steps(Phase.REMOVE).isEmpty();
    List<Step> tried =
        plan.steps(Phase.GROUP).stream().filter(step -> isTried(step, removes)).toList();
    if (tried.isEmpty()) {
      return List.of();
    }
    List<Optional<String>> refusals;
    try {
      refusals = SideBySide.map(tried, parallel, step -> refusal((Service) step.change()));
    } finally {
      List<String> going = List.copyOf(made);
      if (!going.isEmpty()) {
        removal = SideBySide.begin(() -> engine.control().removeTrials(going));
      }
    }
    List<StepResult> refused = new ArrayList<>();
    for (int i = 0; i < tried.size(); i++) {
      Step step = tried.get(i);
      refusals.get(i).ifPresent(why -> refused.add(StepResult.failed(step, why, Duration.ZERO)));
    }
    if (!refused.isEmpty()) {
      finish();
    }
    return refused;
  }

  /** Waits until all that was made is gone: what is left is removed by the next run. */
  void finish() {
    SideBySide.join(removal);
  }

  /** What takes the place of something that runs; where something goes, also what is new. */
  private boolean isTried(Step step, boolean removes) {
    if (!(step.change() instanceof Service service)) {
      return false;
    }
    return switch (service.kind()) {
      case REPLACE, ADOPT -> !TrialSpec.isSurelyTaken(service.rendered(), observed);
      case CREATE -> removes;
      case RESTART, MIGRATE, BRING, JOIN, START, THAW, CHECK, WATCH, UPDATE -> false;
    };
  }

  private Optional<String> refusal(Service service) {
    Rendered rendered = service.rendered();
    TrialSpec trial = TrialSpec.of(rendered.spec(), engine.runtime().name());
    TrialNames.Trial next = names.next();
    String name = next.name();
    Invocation invocation =
        engine
            .commandLine()
            .create(
                renderer.trial(
                    trial.named(name), rendered.configId(), observed.images(), next.nonce()));
    made.add(name);
    CommandResult result = engine.control().execute(invocation.argv(), Map.of(), line -> {});
    if (!result.succeeded()) {
      return Optional.of(
          result.timedOut() ? "the engine gave no answer in time" : result.lastWords());
    }
    return trial.userFault(path -> engine.control().copyOut(name, path));
  }
}
