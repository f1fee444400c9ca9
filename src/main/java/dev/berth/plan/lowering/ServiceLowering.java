package dev.berth.plan.lowering;

import dev.berth.model.Change.Service;
import dev.berth.model.Plan;
import dev.berth.model.Step;
import dev.berth.model.operation.Node;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/**
 * How services come to run and are looked at; who looks after them names its own. The first nodes
 * of each list have none before them.
 */
public interface ServiceLowering {

  /** What is kept of what services are, before anything is touched; lost without harm. */
  default List<Node> keep(Plan plan) {
    return List.of();
  }

  /** What comes before the first of a group; lost without harm. */
  default List<Node> beginning(List<Step> group) {
    return List.of();
  }

  /**
   * What is looked at before anything of a step is touched, while what it comes in the place of
   * still runs.
   *
   * @param step one of a service
   */
  default List<Node> before(Step step) {
    return List.of();
  }

  /**
   * The operations of a step up to its record.
   *
   * @param step one of a service
   * @return none where nothing is to be called for it
   */
  List<Node> of(Step step);

  /**
   * The looks at services once all have had their turn.
   *
   * @param steps those that were started, or are watched
   * @param isAwaited whether the health of one is waited for, where it has any and nobody has yet
   */
  default List<Node> settling(Collection<Step> steps, Predicate<Service> isAwaited) {
    return List.of();
  }

  /** What goes once all are seen to be well, and was kept until then; lost without harm. */
  default List<Node> over(Plan plan) {
    return List.of();
  }
}
