package dev.berth.apply;

import dev.berth.model.Plan;
import dev.berth.model.Step;
import dev.berth.model.operation.Operation;
import dev.berth.run.Handler;
import java.util.List;

/** Told what a run is doing, from any thread. */
public interface Progress {

  /** Something worth a line that is no step, such as waiting for another run. */
  void note(String line);

  /** Something that has to be known in any case, though nothing has failed. */
  void warning(String line);

  /** The steps that will follow. */
  void planned(Plan plan);

  /** A step begins. */
  void started(Step step);

  /** A step's program said something. */
  void output(Step step, String line);

  /** The host is about to be asked for these, in one call; from any thread. */
  default void calling(List<Operation> operations) {}

  /** A step has ended, or was skipped. */
  void finished(StepResult result);

  /** The same handler, which tells of each call here before. */
  default Handler told(Handler handler) {
    return (operations, output) -> {
      calling(operations);
      return handler.run(operations, output);
    };
  }
}
