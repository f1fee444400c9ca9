package dev.berth.migrate;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** The side that containers leave. */
interface Origin {
  /**
   * What has to be known of a container to have it again as it is now; empty where it is not there.
   */
  Optional<SourceDescription> describe(String container);

  /** Why {@link #back} could not have it again as it was described; empty where it can. */
  Optional<String> missing(String container, SourceDescription description);

  /**
   * The containers of those who are not there for the engine to see while they do not run, and
   * which are made with a volume, a network or an image of this name.
   */
  default Set<String> unseenUsers(String object) {
    return Set.of();
  }

  /** Ends it, so that nothing but {@link #back} starts it again; what went wrong, or empty. */
  Optional<String> leave(String container, SourceDescription description, Duration grace);

  /** Has it again as it was described; what went wrong, or empty. */
  Optional<String> back(String container, SourceDescription description);

  /** Why {@link #remove} leaves it as it is; empty where it does not. Changes nothing. */
  default Optional<String> obstacle(String container, SourceDescription description) {
    return Optional.empty();
  }

  /**
   * Removes what is left of it, its volumes aside; what went wrong, or empty. One that runs again
   * is not removed.
   */
  Optional<String> remove(String container, SourceDescription description);
}
