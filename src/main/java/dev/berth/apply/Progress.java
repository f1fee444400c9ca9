package dev.berth.apply;

import dev.berth.model.Plan;
import dev.berth.model.Step;

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

  /** A step has ended, or was skipped. */
  void finished(StepResult result);
}
