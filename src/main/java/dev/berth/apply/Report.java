package dev.berth.apply;

import dev.berth.apply.StepResult.Outcome;
import dev.berth.model.ContainerName;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a run did.
 *
 * @param results one for each step of the plan, in the order in which they ended
 * @param unchanged the containers that were as wanted
 * @param left the containers that the operator has kept from Berth, and why, in words
 * @param unhealthy the containers among them that were waited for and did not get healthy, and why
 * @param downtimes for how long those ran nowhere that came from the other engine, or went back
 * @param interrupted whether it was asked to end before it had done everything
 */
public record Report(
    List<StepResult> results,
    List<ContainerName> unchanged,
    SortedMap<ContainerName, String> left,
    Map<ContainerName, String> unhealthy,
    Map<ContainerName, Duration> downtimes,
    boolean interrupted) {
  /** Keeps its own copies. */
  public Report {
    results = List.copyOf(results);
    unchanged = List.copyOf(unchanged);
    left = Collections.unmodifiableSortedMap(new TreeMap<>(left));
    unhealthy = Collections.unmodifiableSortedMap(new TreeMap<>(unhealthy));
    downtimes = Collections.unmodifiableSortedMap(new TreeMap<>(downtimes));
  }

  /** How many steps ended so. */
  public long count(Outcome outcome) {
    return results.stream().filter(result -> result.outcome() == outcome).count();
  }

  /** Whether everything is as wanted. */
  public boolean succeeded() {
    return !interrupted && unhealthy.isEmpty() && count(Outcome.DONE) == results.size();
  }
}
