package dev.berth.cli;

import dev.berth.apply.StepResult;
import dev.berth.model.Plan;
import dev.berth.model.Step;

/** A line for each thing that ends; for logs, pipes and terminals that cannot move their cursor. */
final class PlainProgress implements ShownProgress {
  private final Console console;
  private final boolean verbose;
  private final PlanWarnings warnings;

  PlainProgress(Console console, boolean verbose, PlanWarnings warnings) {
    this.console = console;
    this.verbose = verbose;
    this.warnings = warnings;
  }

  @Override
  public void note(String line) {
    console.note(line);
  }

  @Override
  public void warning(String line) {
    console.warning(line);
  }

  @Override
  public void planned(Plan plan) {
    warnings.show(plan);
    if (verbose) {
      console.talk(PlanView.text(plan, console.talkStyle()));
    }
  }

  @Override
  public void started(Step step) {
    if (verbose) {
      console.talk("begin    " + PlanView.title(step.change()));
    }
  }

  @Override
  public void output(Step step, String line) {
    if (verbose) {
      console.talk("         " + step.change().subject() + " | " + line);
    }
  }

  @Override
  public void finished(StepResult result) {
    String line = ReportView.line(result, console.talkStyle());
    if (result.outcome() == StepResult.Outcome.DONE) {
      console.note(line);
    } else {
      console.talk(line);
    }
  }

  @Override
  public void close() {
    // Its lines stand where they were printed.
  }
}
