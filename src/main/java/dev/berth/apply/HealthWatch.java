package dev.berth.apply;

import dev.berth.engine.Engine;
import dev.berth.engine.EngineException;
import dev.berth.model.ObservedHealth;
import dev.berth.model.ObservedUnit;
import dev.berth.systemd.Systemctl;
import dev.berth.systemd.SystemdException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Waits until services are healthy. Every wait has a deadline, and ends at once when a container
 * turns unhealthy or ends.
 */
final class HealthWatch {
  private static final Duration POLL = Duration.ofMillis(500);

  private final Engine engine;
  private final Systemctl systemctl;
  private final BooleanSupplier interrupted;

  HealthWatch(Engine engine, Systemctl systemctl, BooleanSupplier interrupted) {
    this.engine = engine;
    this.systemctl = systemctl;
    this.interrupted = interrupted;
  }

  /**
   * A service that is waited for.
   *
   * @param container its name
   * @param unit its unit
   * @param longest how long it may take to get healthy
   */
  record Watched(String container, String unit, Duration longest) {}

  /**
   * Waits for all of them together.
   *
   * @param onWait told whom it waits for, where one look does not do
   * @return by container, why it is not healthy; nothing for one that is, has no health check, or
   *     of which an interruption left it open
   */
  Map<String, String> await(List<Watched> services, Consumer<String> onWait) {
    Map<String, Watched> open = new LinkedHashMap<>();
    services.forEach(service -> open.put(service.unit(), service));
    Map<String, String> failures = new HashMap<>();
    Map<String, Integer> restartsBefore = new HashMap<>();
    long begun = System.nanoTime();
    boolean told = false;
    while (!open.isEmpty() && !interrupted.getAsBoolean()) {
      Look look = look(open.values());
      look.units().forEach((unit, state) -> restartsBefore.putIfAbsent(unit, state.restarts()));
      open.values()
          .removeIf(
              service -> {
                if (look.isWell(service)) {
                  return true;
                }
                Optional<String> failure =
                    look.failure(service, restartsBefore.getOrDefault(service.unit(), 0))
                        .or(() -> tooLate(service, begun));
                failure.ifPresent(why -> failures.put(service.container(), why));
                return failure.isPresent();
              });
      if (!open.isEmpty() && !told) {
        onWait.accept(
            "waiting until healthy: "
                + open.values().stream().map(Watched::container).collect(Collectors.joining(", ")));
        told = true;
      }
      if (!open.isEmpty() && !Pause.of(POLL)) {
        open.clear();
      }
    }
    return failures;
  }

  private static Optional<String> tooLate(Watched service, long begun) {
    return Stopwatch.since(begun).compareTo(service.longest()) > 0
        ? Optional.of("was not healthy after " + service.longest().toSeconds() + " s")
        : Optional.empty();
  }

  /** How everything is now. */
  private record Look(Map<String, ObservedUnit> units, Map<String, ObservedHealth> healths) {
    boolean isWell(Watched service) {
      return health(service)
          .filter(
              found ->
                  found.status() == ObservedHealth.Status.HEALTHY
                      || found.status() == ObservedHealth.Status.NONE)
          .isPresent();
    }

    Optional<String> failure(Watched service, int restartsBefore) {
      Optional<ObservedHealth> unhealthy =
          health(service).filter(found -> found.status() == ObservedHealth.Status.UNHEALTHY);
      if (unhealthy.isPresent()) {
        return unhealthy.map(HealthWatch::describe);
      }
      return Optional.ofNullable(units.get(service.unit()))
          .filter(unit -> unit.restarts() > restartsBefore || !isUpOrComing(unit))
          .map(unit -> "ended before it was healthy");
    }

    private Optional<ObservedHealth> health(Watched service) {
      return Optional.ofNullable(healths.get(service.container()));
    }
  }

  /**
   * While containers come and go the engine may fail to describe them. Then nothing is known, and
   * the next look or the deadline tells.
   */
  private Look look(Collection<Watched> services) {
    try {
      return new Look(
          systemctl.state(services.stream().map(Watched::unit).toList()),
          engine.health(services.stream().map(Watched::container).toList()));
    } catch (EngineException | SystemdException failedLook) {
      return new Look(Map.of(), Map.of());
    }
  }

  private static boolean isUpOrComing(ObservedUnit unit) {
    return unit.isActive() || unit.activeState().equals("activating");
  }

  /** That it is unhealthy, with what its check said last. */
  static String describe(ObservedHealth health) {
    String said = health.checks().isEmpty() ? "" : health.checks().getLast().output().strip();
    return "is unhealthy" + (said.isEmpty() ? "" : ": " + said.lines().findFirst().orElse(""));
  }
}
