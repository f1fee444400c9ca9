package dev.berth.plan;

import dev.berth.model.ContainerName;
import dev.berth.model.Observed;
import dev.berth.model.Problems;
import dev.berth.model.Rendered;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;

/**
 * How it is decided what services need, which hangs on who looks after them: a supervisor names the
 * one that is its own. Pure, as all of the plan.
 */
@FunctionalInterface
public interface ServiceStrategy {
  /**
   * The strategy for services that have a unit each: container, unit and files against their wanted
   * form.
   */
  ServiceStrategy BY_UNIT = Services::new;

  /** The strategy for services in an engine's own care, whose container alone tells. */
  ServiceStrategy BY_CONTAINER =
      (observed, handOvers, _) -> new EngineServices(observed, handOvers)::decide;

  /**
   * The deciding of one plan.
   *
   * @param handOvers the containers that change their configuration
   * @param problems where it is told what stands against something
   */
  Deciding on(Observed observed, HandOvers handOvers, Problems problems);

  /** The deciding of one plan. */
  @FunctionalInterface
  interface Deciding {
    /** What a service needs; empty where it is as wanted. */
    Optional<Decision> decide(Rendered wanted);

    /** The services that were decided on and are the operator's to do, by name, and why. */
    default SortedMap<ContainerName, String> left() {
      return Collections.emptySortedMap();
    }
  }
}
