package dev.berth.apply;

import dev.berth.model.Step;
import dev.berth.plan.lowering.TaskLowering;
import java.util.Optional;

/** Carries out the steps of tasks and execs, each for itself. */
record SingleSteps(StepOperations operations, TaskLowering lowering) {

  /** Does it; what went wrong, or empty. */
  Optional<String> run(Step step) {
    return operations.run(step, lowering.of(step)).problem();
  }
}
