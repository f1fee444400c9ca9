package dev.berth.cli;

import dev.berth.model.Plan;
import dev.berth.model.Problem;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Shows what a plan that is carried out warns of, each once: after pulls there is a second plan.
 */
final class PlanWarnings {
  private final Console console;
  private final Set<Problem> shown = new HashSet<>();

  PlanWarnings(Console console) {
    this.console = console;
  }

  void show(Plan plan) {
    List<Problem> fresh = plan.problems().stream().filter(shown::add).toList();
    console.problems(fresh);
  }
}
