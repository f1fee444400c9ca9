package dev.berth.plan.lowering;

import dev.berth.model.ContainerName;
import dev.berth.model.Observed;
import dev.berth.model.RenderedState;
import java.util.Set;

/**
 * What the services of a plan are lowered by, besides its steps: read once, before anything
 * changes.
 *
 * @param wanted what it aims at
 * @param observed what it starts from
 * @param late the services whose units are installed only when their turn comes
 * @param units what services with units were
 * @param unrecorded the containers that are only looked at and are not on record as they are
 *     wanted, and those that are left as they are and have no record: a run that was killed may
 *     have started them, and not come to say so
 * @param engine what was read of services in the engine's own care
 */
public record ServiceFacts(
    RenderedState wanted,
    Observed observed,
    LateServices late,
    UnitPredecessors units,
    Set<ContainerName> unrecorded,
    EngineFacts engine) {
  /** Keeps its own copy. */
  public ServiceFacts {
    unrecorded = Set.copyOf(unrecorded);
  }
}
