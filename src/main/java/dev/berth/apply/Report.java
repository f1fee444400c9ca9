package dev.berth.apply;

import dev.berth.apply.StepResult.Outcome;
import java.util.List;

/**
 * What a run did.
 *
 * @param results one for each step of the plan, in the order in which they ended
 * @param unchanged the containers that were as wanted
 * @param interrupted whether it was asked to end before it had done everything
 */
public record Report(List<StepResult> results, List<String> unchanged, boolean interrupted) {
  /** Keeps its own copies. */
  public Report {
    results = List.copyOf(results);
    unchanged = List.copyOf(unchanged);
  }

  /** How many steps ended so. */
  public long count(Outcome outcome) {
    return results.stream().filter(result -> result.outcome() == outcome).count();
  }

  /** Whether everything is as wanted. */
  public boolean succeeded() {
    return !interrupted && count(Outcome.DONE) == results.size();
  }
}
