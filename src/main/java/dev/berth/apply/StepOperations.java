package dev.berth.apply;

import dev.berth.model.Step;
import dev.berth.model.operation.Node;
import dev.berth.run.Executor;
import dev.berth.run.Handler;
import dev.berth.run.Result;
import dev.berth.run.RunListener;
import java.util.List;
import java.util.Optional;

/** Carries out the operations of one step, which has begun and so goes on to its end. */
final class StepOperations {
  private final Handler handler;
  private final Progress progress;

  StepOperations(Handler handler, Progress progress) {
    this.handler = handler;
    this.progress = progress;
  }

  /** Does them; what went wrong first, or empty. */
  Optional<String> run(Step step, List<Node> nodes) {
    return new Executor(handler, output(step), () -> false, 1)
        .run(nodes).values().stream().flatMap(result -> failure(result).stream()).findFirst();
  }

  private static Optional<String> failure(Result result) {
    return result instanceof Result.Failed failed
        ? Optional.of(failed.failure().words())
        : Optional.empty();
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
