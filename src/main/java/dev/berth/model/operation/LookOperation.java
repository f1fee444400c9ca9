package dev.berth.model.operation;

import dev.berth.model.ContainerName;
import dev.berth.model.UnitName;
import java.time.Duration;
import java.util.Optional;

/** What is only looked at, and waited for; nothing is changed by it. */
public sealed interface LookOperation extends Operation {

  @Override
  default String verb() {
    return switch (this) {
      case AwaitReady _ -> "wait until ready";
      case AwaitNeeded _ -> "wait until healthy";
      case LookAgain _ -> "look again at";
      case Refuse _ -> "refuse";
    };
  }

  /** The container's name. */
  ContainerName container();

  @Override
  default String subject() {
    return container().text();
  }

  /** What is looked at is a service. */
  sealed interface OfService extends LookOperation {

    /** Its unit; empty where the engine looks after it. */
    Optional<UnitName> unit();
  }

  /**
   * Waits until a service is healthy; one without a health check is so as soon as it is up. The
   * wait ends early where it turns unhealthy or ends, and where the run is interrupted: then
   * nothing is known of it.
   *
   * @param container its name
   * @param unit its unit; empty where the engine looks after it
   * @param longest how long it may take
   * @param purpose what for
   */
  record AwaitReady(
      ContainerName container, Optional<UnitName> unit, Duration longest, Purpose purpose)
      implements OfService {

    /** What is waited for. */
    public enum Purpose {
      /** To know in the end how it went. */
      SETTLE,
      /** Others wait for it, so that no wait for one that takes longer may hold it up. */
      GATE,
      /** It went back: whoever was interrupted still sees to it that what was put back is well. */
      RETURN
    }
  }

  /**
   * Waits until what another configuration runs is healthy.
   *
   * @param container who needs it
   * @param target what is waited for
   * @param longest how long it may take
   */
  record AwaitNeeded(ContainerName container, ContainerName target, Duration longest)
      implements LookOperation {
    @Override
    public String subject() {
      return target.text();
    }
  }

  /**
   * Looks whether a service that was started a moment ago stays up.
   *
   * @param container its name
   * @param unit its unit; empty where the engine looks after it
   * @param restartsBefore how often it had been started again by itself before this run
   * @param mayEnd whether one that has ended successfully is as it shall be
   */
  record LookAgain(
      ContainerName container, Optional<UnitName> unit, int restartsBefore, boolean mayEnd)
      implements OfService {}

  /**
   * Ends what cannot be done before anything is touched.
   *
   * @param container on whose behalf
   * @param because what was seen of the host when it was planned, in words
   */
  record Refuse(ContainerName container, String because) implements LookOperation {}
}
