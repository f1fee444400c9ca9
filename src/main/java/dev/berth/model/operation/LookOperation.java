package dev.berth.model.operation;

import java.time.Duration;
import java.util.Optional;

/** What is only looked at, and waited for; nothing is changed by it. */
public sealed interface LookOperation extends Operation {

  @Override
  default String verb() {
    return switch (this) {
      case AwaitReady _ -> "wait until ready";
    };
  }

  /** The container's name. */
  String container();

  @Override
  default String subject() {
    return container();
  }

  /**
   * Waits until a service is healthy; one without a health check is so as soon as it is up. The
   * wait ends early where it turns unhealthy or ends, and where the run is interrupted: then
   * nothing is known of it.
   *
   * @param container its name
   * @param unit its unit; empty where the engine looks after it
   * @param longest how long it may take
   * @param isGate whether others wait for it, so that no wait for one that takes longer may hold it
   *     up
   */
  record AwaitReady(String container, Optional<String> unit, Duration longest, boolean isGate)
      implements LookOperation {}
}
