package dev.berth.apply;

import dev.berth.apply.StepResult.Outcome;
import dev.berth.model.Change;
import dev.berth.model.ContainerName;
import dev.berth.model.Plan;
import dev.berth.model.RenderedState;
import dev.berth.model.Stage.Phase;
import dev.berth.model.Step;
import dev.berth.model.operation.Behalf;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Why steps are not begun, in words, from what became of those before them. */
final class SkipReasons {
  private final RenderedState wanted;
  private final BooleanSupplier interrupted;
  private final Map<String, Integer> sets = new HashMap<>();

  /** What would be refused, with why, by container and in the order of the plan. */
  private final Map<ContainerName, String> refused = new LinkedHashMap<>();

  private final List<ContainerName> inPlan = new ArrayList<>();

  /** The containers whose step failed or was skipped, with the one that failed first. */
  private final Map<ContainerName, ContainerName> failed = new HashMap<>();

  private boolean isUnprepared;

  /** What could not be installed first, so that nothing of its configuration was begun. */
  private Optional<Lack> lack = Optional.empty();

  private boolean isLackTold;

  /** What could not be installed, and why. */
  private record Lack(Behalf behalf, String why) {}

  /** The set in which something failed first. */
  private int lastSet = Integer.MAX_VALUE;

  SkipReasons(Plan plan, RenderedState wanted, BooleanSupplier interrupted) {
    this.wanted = wanted;
    this.interrupted = interrupted;
    for (int set = 0; set < wanted.sets().size(); set++) {
      sets.put(wanted.sets().get(set).configId(), set);
    }
    plan.steps(Phase.GROUP).forEach(step -> step.change().about().ifPresent(inPlan::add));
  }

  /** A container would be refused, which was found before anything was touched. */
  void refuse(ContainerName container, String why) {
    refused.putIfAbsent(container, why);
  }

  /**
   * A file could not be written, or systemd would not be told, before the services of a
   * configuration.
   *
   * @param behalf on whose behalf
   */
  void miss(Behalf behalf, String why) {
    lack = lack.or(() -> Optional.of(new Lack(behalf, why)));
  }

  /** Whether something was missed that no step has failed by. */
  boolean isSilent() {
    return lack.isPresent() && !isLackTold;
  }

  /** This has become of a step. */
  void ended(StepResult result) {
    if (result.outcome() == Outcome.DONE) {
      return;
    }
    Step step = result.step();
    Phase phase = step.stage().phase();
    if (phase == Phase.PREPARE && result.isFailure()) {
      isUnprepared = true;
    }
    if (phase == Phase.GROUP) {
      if (result.isFailure()) {
        lastSet = Math.min(lastSet, step.stage().set());
      }
      ContainerName name = step.change().about().orElseThrow();
      ContainerName first =
          reach(step).stream()
              .filter(failed::containsKey)
              .map(failed::get)
              .findFirst()
              .orElse(name);
      failed.put(name, first);
    }
  }

  private Set<ContainerName> reach(Step step) {
    return step.change().target().map(wanted::needs).orElse(Set.of());
  }

  /** What is told of one that was not begun. */
  StepResult skipped(Step step) {
    Optional<String> why = step.change().about().map(refused::get);
    if (why.isPresent() && step.stage().phase() == Phase.GROUP) {
      return StepResult.failed(step, why.get(), Duration.ZERO);
    }
    if (lack.isPresent() && !isLackTold && fails(step, lack.get())) {
      isLackTold = true;
      return StepResult.failed(step, lack.get().why(), Duration.ZERO);
    }
    return StepResult.skipped(step, because(step));
  }

  /** The step that a file is of, or the first where it is of none. */
  private boolean fails(Step step, Lack missed) {
    return step.change().subject().equals(missed.behalf().text())
        || (step.stage().phase() == Phase.GROUP
            && inPlan.stream().map(Behalf.Own::new).noneMatch(missed.behalf()::equals));
  }

  private String because(Step step) {
    if (isUnprepared) {
      return "a volume or directory could not be made";
    }
    if (!refused.isEmpty()) {
      ContainerName first = inPlan.stream().filter(refused::containsKey).findFirst().orElseThrow();
      return "'" + first + "' would be refused, so nothing was touched";
    }
    if (wanted.isSeries() && set(step) > lastSet) {
      return "the step before it failed";
    }
    if (lack.isPresent()) {
      return "nothing is begun: " + lack.get().why();
    }
    if (interrupted.getAsBoolean()) {
      return "interrupted";
    }
    return reach(step).stream()
        .filter(failed::containsKey)
        .findFirst()
        .map(
            name ->
                name.equals(failed.get(name))
                    ? "it depends on '" + name + "', which failed"
                    : "it depends on '" + name + "', and '" + failed.get(name) + "' failed")
        .orElse("the step before it failed");
  }

  private int set(Step step) {
    return switch (step.stage().phase()) {
      case GROUP -> step.stage().set();
      case ORDER ->
          sets.getOrDefault(
              step.change() instanceof Change.OrderBoot order
                  ? order.configId()
                  : step.change().subject(),
              0);
      default -> 0;
    };
  }
}
