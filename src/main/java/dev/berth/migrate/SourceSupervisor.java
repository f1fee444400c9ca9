package dev.berth.migrate;

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
  Optional<SourceDescription> describe(String container);

  /** The name of the unit that runs a container there, where one does. */
  UnitName unitOf(String container);

  /** Why one could not be had again as it was described; empty where it can. */
  Optional<String> whyMissing(String container, SourceDescription description);

  /**
   * The containers of those who are not there for the engine to see while they do not run, and
   * which are made with a volume, a network or an image of this name.
   */
  default Set<String> unseenUsers(String object) {
    return Set.of();
  }

  /** Keeps it from starting by itself. */
  Result disown(String container, SourceDescription description);

  /** Ends it. */
  Result stop(String container, SourceDescription description, Duration grace);

  /** Keeps the files of its unit elsewhere; nothing where the unit is not there any more. */
  void putAway(String container);

  /** Gives it its policy again, or its unit. */
  Result putBack(String container, SourceDescription description);

  /** Has the engine start it. */
  Result start(String container);

  /** Asks who looks after its units. */
  List<Result> manage(List<ManagerOperation> operations);

  /** Why {@link #remove} leaves it as it is; empty where it does not. Changes nothing. */
  default Optional<String> obstacle(String container, SourceDescription description) {
    return Optional.empty();
  }

  /** Removes what is left of it, its volumes aside. One that runs again is not removed. */
  Result remove(String container, SourceDescription description);
}
