package dev.berth.apply;

import dev.berth.engine.ContainerRuntime;
import dev.berth.engine.EngineException;
import dev.berth.host.Pause;
import dev.berth.host.SideBySide;
import dev.berth.model.ObservedHealth;
import dev.berth.run.Readiness;
import dev.berth.systemd.Systemctl;
import dev.berth.systemd.SystemdException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * Starts a service that is up only when it is healthy. Its start never fails by itself while its
 * check does, so the health is looked at meanwhile: unhealthy ends the wait.
 */
final class GatedStart {
  /** Why a start was not waited for to its end. */
  static final String INTERRUPTED = "interrupted before it was healthy";

  private static final Duration POLL = Duration.ofMillis(500);

  private final ContainerRuntime runtime;
  private final Systemctl systemctl;
  private final BooleanSupplier interrupted;

  GatedStart(ContainerRuntime runtime, Systemctl systemctl, BooleanSupplier interrupted) {
    this.runtime = runtime;
    this.systemctl = systemctl;
    this.interrupted = interrupted;
  }

  /**
   * Starts the unit, anew where it is up; what went wrong, or empty.
   *
   * @param words puts why a job failed into better words than systemd's, by these
   */
  Optional<String> run(String unit, String container, boolean anew, UnaryOperator<String> words) {
    AtomicReference<Optional<String>> reason = new AtomicReference<>(Optional.empty());
    AtomicBoolean ended = new AtomicBoolean();
    CompletableFuture<Boolean> watch =
        SideBySide.begin(() -> watch(unit, container, ended, reason));
    BooleanSupplier givenUp = () -> given(reason).isPresent();
    Optional<String> failure =
        anew ? systemctl.restart(unit, givenUp) : systemctl.start(unit, givenUp);
    ended.set(true);
    SideBySide.join(watch);
    return given(reason).or(() -> failure.map(words));
  }

  private static Optional<String> given(AtomicReference<Optional<String>> reason) {
    return Objects.requireNonNull(reason.get());
  }

  private boolean watch(
      String unit,
      String container,
      AtomicBoolean ended,
      AtomicReference<Optional<String>> reason) {
    while (Pause.of(POLL) && !ended.get() && given(reason).isEmpty()) {
      if (interrupted.getAsBoolean()) {
        reason.set(Optional.of(INTERRUPTED));
      } else {
        reason.set(unhealthy(unit, container));
      }
    }
    return true;
  }

  /** A look that fails tells nothing; the unit's own deadline is the last word then. */
  private Optional<String> unhealthy(String unit, String container) {
    try {
      return isStarting(unit)
          ? health(container)
              .filter(health -> health.status() == ObservedHealth.Status.UNHEALTHY)
              .map(Readiness::describe)
          : Optional.empty();
    } catch (EngineException | SystemdException failedLook) {
      return Optional.empty();
    }
  }

  /** While the unit still stops, the container of this name is the one that goes. */
  private boolean isStarting(String unit) {
    return Optional.ofNullable(systemctl.state(List.of(unit)).get(unit))
        .filter(state -> state.activeState().equals("activating"))
        .isPresent();
  }

  private Optional<ObservedHealth> health(String container) {
    Map<String, ObservedHealth> health = runtime.health(List.of(container));
    return Optional.ofNullable(health.get(container));
  }
}
