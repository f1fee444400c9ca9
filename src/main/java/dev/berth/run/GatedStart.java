package dev.berth.run;

import dev.berth.engine.ContainerRuntime;
import dev.berth.engine.EngineException;
import dev.berth.host.SideBySide;
import dev.berth.host.Waits;
import dev.berth.model.ContainerName;
import dev.berth.model.ObservedHealth;
import dev.berth.model.UnitName;
import dev.berth.model.operation.ManagerOperation.StartHealthy;
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
  private static final Duration POLL = Duration.ofMillis(500);

  private final ContainerRuntime runtime;
  private final Systemctl systemctl;
  private final Waits waits;
  private final BooleanSupplier interrupted;

  GatedStart(
      ContainerRuntime runtime, Systemctl systemctl, Waits waits, BooleanSupplier interrupted) {
    this.runtime = runtime;
    this.systemctl = systemctl;
    this.waits = waits;
    this.interrupted = interrupted;
  }

  /**
   * Starts it.
   *
   * @param words puts why a job failed into better words than systemd's, by these
   */
  Result run(StartHealthy start, UnaryOperator<String> words) {
    AtomicReference<Optional<Failure>> reason = new AtomicReference<>(Optional.empty());
    AtomicBoolean ended = new AtomicBoolean();
    CompletableFuture<Boolean> watch = SideBySide.begin(() -> watch(start, ended, reason));
    BooleanSupplier givenUp = () -> given(reason).isPresent();
    List<UnitName> unit = List.of(start.unit());
    Map<UnitName, String> failures =
        start.anew() ? systemctl.restart(unit, givenUp) : systemctl.start(unit, givenUp);
    ended.set(true);
    SideBySide.join(watch);
    return given(reason)
        .<Result>map(Result.Failed::new)
        .or(() -> failures.values().stream().findFirst().map(words).map(Result::refused))
        .orElseGet(Result::done);
  }

  private static Optional<Failure> given(AtomicReference<Optional<Failure>> reason) {
    return Objects.requireNonNull(reason.get());
  }

  private boolean watch(
      StartHealthy start, AtomicBoolean ended, AtomicReference<Optional<Failure>> reason) {
    while (waits.pause(POLL) && !ended.get() && given(reason).isEmpty()) {
      reason.set(
          interrupted.getAsBoolean()
              ? Optional.of(new Failure.Interrupted("interrupted before it was healthy"))
              : unhealthy(start));
    }
    return true;
  }

  /** A look that fails tells nothing; the unit's own deadline is the last word then. */
  private Optional<Failure> unhealthy(StartHealthy start) {
    try {
      return isStarting(start.unit())
          ? health(start.container())
              .filter(health -> health.status() == ObservedHealth.Status.UNHEALTHY)
              .map(health -> new Failure.Unhealthy(Readiness.describe(health)))
          : Optional.empty();
    } catch (EngineException | SystemdException failedLook) {
      return Optional.empty();
    }
  }

  /**
   * Whether the unit starts; while it still stops, the container of this name is the one that goes.
   */
  private boolean isStarting(UnitName unit) {
    return Optional.ofNullable(systemctl.state(List.of(unit)).get(unit))
        .filter(state -> state.activeState().equals("activating"))
        .isPresent();
  }

  private Optional<ObservedHealth> health(ContainerName container) {
    return Optional.ofNullable(runtime.health(List.of(container)).get(container));
  }
}
