package dev.berth.run;

import dev.berth.model.ContainerName;
import dev.berth.model.ObservedHealth;
import dev.berth.model.operation.LookOperation.OfService;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Looks at services, whoever looks after them. */
public interface ServiceStates {

  /**
   * How a service is now.
   *
   * @param isUpOrComing whether it runs, or is on its way to; one that has ended and waits to be
   *     started again is not
   * @param restarts how often it was started again by itself
   * @param health its health; empty where the engine has no container of the name
   */
  record ServiceState(boolean isUpOrComing, int restarts, Optional<ObservedHealth> health) {}

  /**
   * The states by container; one of which nothing is known is left out. While containers come and
   * go an engine may fail to describe them: then nothing is known of any.
   */
  Map<ContainerName, ServiceState> of(Collection<? extends OfService> services);

  /** Whether a service has ended by itself. */
  enum End {
    /** It has not, or not well, or it starts again. */
    NONE,
    /** It does just now. */
    UNDER_WAY,
    /** It has, successfully. */
    WELL
  }

  /**
   * Whether a service stays up.
   *
   * @param isUp whether it runs
   * @param end whether it has ended, and stays so
   * @param restarts how often it was started again by itself
   * @param lastEnd how it has ended last, {@code with exit code 3}, asked only where it has; empty
   *     where that is not to be had
   */
  record Standing(boolean isUp, End end, int restarts, Supplier<Optional<String>> lastEnd) {}

  /**
   * The standings by container; one that is not there is left out.
   *
   * @throws RuntimeException where nobody answers
   */
  Map<ContainerName, Standing> standings(Collection<? extends OfService> services);

  /** How one that has ended did, {@code with exit code 3}; empty where that is not to be had. */
  Optional<String> lastEnd(OfService service);
}
