package dev.berth.apply;

import dev.berth.model.Step;
import dev.berth.model.operation.Node;
import dev.berth.plan.lowering.TaskLowering;
import dev.berth.run.Executor;
import dev.berth.run.Handler;
import dev.berth.run.Result;
import dev.berth.run.RunListener;
import java.util.List;
import java.util.Optional;

/** Carries out the steps of tasks and execs, each for itself. */
final class SingleSteps {
  private final Handler handler;
  private final TaskLowering lowering;
  private final Progress progress;

  SingleSteps(Handler handler, TaskLowering lowering, Progress progress) {
    this.handler = handler;
    this.lowering = lowering;
    this.progress = progress;
  }

  /** Does it; what went wrong, or empty. */
  Optional<String> run(Step step) {
    List<Node> nodes = lowering.of(step);
    return new Executor(handler, output(step), () -> false, 1)
        .run(nodes).values().stream()
            .flatMap(
                result ->
                    result instanceof Result.Failed failed
                        ? Optional.of(failed.failure().words()).stream()
                        : Optional.<String>empty().stream())
            .findFirst();
  }

  private RunListener output(Step step) {
    return new RunListener() {
      @Override
      public void begun(Node node) {}

      @Override
      public void output(Node node, String line) {
        progress.output(step, line);
      }

      @Override
      public void ended(Node node, Result result) {}
    };
  }
}
