package dev.berth.cli;

import dev.berth.apply.StepResult;
import dev.berth.model.Plan;
import dev.berth.model.Step;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Progress that has a run be finished from the moment on when its plan is carried out.
 *
 * @param told the results that were shown, so that a report need not show them again
 */
record BegunProgress(ShownProgress shown, Interruption interruption, Set<StepResult> told)
    implements ShownProgress {

  BegunProgress(ShownProgress shown, Interruption interruption) {
    this(shown, interruption, ConcurrentHashMap.newKeySet());
  }

  @Override
  public void note(String line) {
    shown.note(line);
  }

  @Override
  public void warning(String line) {
    shown.warning(line);
  }

  @Override
  public void planned(Plan plan) {
    interruption.begin();
    shown.planned(plan);
  }

  @Override
  public void started(Step step) {
    shown.started(step);
  }

  @Override
  public void output(Step step, String line) {
    shown.output(step, line);
  }

  @Override
  public void finished(StepResult result) {
    shown.finished(result);
    told.add(result);
  }

  @Override
  public void close() {
    shown.close();
  }
}
