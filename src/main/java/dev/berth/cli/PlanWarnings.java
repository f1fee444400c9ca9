package dev.berth.cli;

import dev.berth.model.Plan;
import dev.berth.model.Problem;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Shows what a plan that is carried out warns of, each once: after pulls there is a second plan.
 */
final class PlanWarnings {
  private final Console console;
  private final UnaryOperator<Plan> looked;
  private final Set<Problem> shown = new HashSet<>();

  /**
   * Warnings for a console.
   *
   * @param looked adds to a plan what is to be warned of and is not seen without a look at more
   */
  PlanWarnings(Console console, UnaryOperator<Plan> looked) {
    this.console = console;
    this.looked = looked;
  }

  void show(Plan plan) {
    List<Problem> fresh = looked.apply(plan).problems().stream().filter(shown::add).toList();
    console.problems(fresh);
  }
}
