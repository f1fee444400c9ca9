package dev.berth.cli;

import dev.berth.apply.Progress;
import dev.berth.apply.StepResult;
import dev.berth.model.Plan;
import dev.berth.model.Step;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps which results a progress has shown, so that a report need not show them again. */
final class ToldResults implements Progress {
  private final Progress shown;
  private final Set<StepResult> told = ConcurrentHashMap.newKeySet();

  ToldResults(Progress shown) {
    this.shown = shown;
  }

  Set<StepResult> told() {
    return Set.copyOf(told);
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
}
