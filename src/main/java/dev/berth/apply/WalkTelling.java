package dev.berth.apply;

import dev.berth.model.Step;
import dev.berth.model.operation.ContainerOperation.CreateTrial;
import dev.berth.model.operation.ContainerOperation.LookForUsers;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.StoreOperation.HoldImage;
import dev.berth.plan.lowering.PlanLowering.Forward;
import dev.berth.run.Failure;
import dev.berth.run.Result;

/**
 * How the steps of a whole plan are told: a failure with how it went back, a skip with what failed
 * before.
 */
record WalkTelling(Forward forward, SkipReasons skips, Returns returns, Progress progress)
    implements StepReports.Telling {
  @Override
  public void begun(Node node) {
    returns.begun(node);
  }

  @Override
  public void ended(Node node, Result result) {
    returns.ended(node, result);
    if (result instanceof Result.Failed(Failure failure)) {
      if (forward.required().contains(node.id())) {
        skips.miss(node.id().behalf(), failure.words());
      }
      switch (node.operation()) {
        case CreateTrial it -> skips.refuse(it.container(), failure.words());
        case LookForUsers it -> skips.refuse(it.container(), failure.words());
        // No unit starts the worse without its image's name.
        case HoldImage _ ->
            progress.note("an image is not kept from being pruned: " + failure.words());
        default -> {}
      }
    }
  }

  @Override
  public void done(Step step) {
    returns.done(step);
  }

  @Override
  public StepFailure failure(Step step, String why) {
    return returns.failure(step, why);
  }

  @Override
  public StepResult skipped(Step step, String because) {
    return skips.skipped(step);
  }

  @Override
  public void ended(StepResult result) {
    skips.ended(result);
  }
}
