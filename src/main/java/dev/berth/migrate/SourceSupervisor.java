package dev.berth.migrate;

import dev.berth.model.ContainerName;
import dev.berth.model.UnitName;
import dev.berth.model.operation.ManagerOperation;
import dev.berth.run.Result;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The side that containers leave. */
interface SourceSupervisor {
  /**
   * What has to be known of a container to have it again as it is now; empty where it is not there.
   */
  Optional<SourceDescription> describe(ContainerName container);

  /** The name of the unit that runs a container there, where one does. */
  UnitName unitOf(ContainerName container);

  /** Why one could not be had again as it was described; empty where it can. */
  Optional<String> whyMissing(ContainerName container, SourceDescription description);

  /**
   * The containers of those who are not there for the engine to see while they do not run, and
   * which are made with a volume, a network or an image of this name.
   */
  default Set<ContainerName> unseenUsers(String object) {
    return Set.of();
  }

  /** Keeps it from starting by itself. */
  Result disown(ContainerName container, SourceDescription description);

  /** Ends it. */
  Result stop(ContainerName container, SourceDescription description, Duration grace);

  /** Keeps the files of its unit elsewhere; nothing where the unit is not there any more. */
  void putAway(ContainerName container);

  /** Gives it its policy again, or its unit. */
  Result putBack(ContainerName container, SourceDescription description);

  /** Has the engine start it. */
  Result start(ContainerName container);

  /** Asks who looks after its units. */
  List<Result> manage(List<ManagerOperation> operations);

  /** Why {@link #remove} leaves it as it is; empty where it does not. Changes nothing. */
  default Optional<String> obstacle(ContainerName container, SourceDescription description) {
    return Optional.empty();
  }

  /** Removes what is left of it, its volumes aside. One that runs again is not removed. */
  Result remove(ContainerName container, SourceDescription description);
}
