package dev.berth.apply;

import dev.berth.engine.Engine;
import dev.berth.model.ObservedHealth;
import dev.berth.model.ObservedUnit;
import dev.berth.systemd.Systemctl;
import java.time.Duration;
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
   * @return by container, why it is not healthy; nothing for one that is, or has no health check
   */
  Map<String, String> await(List<Watched> services, Consumer<String> onWait) {
    Map<String, Watched> open = new LinkedHashMap<>();
    services.forEach(service -> open.put(service.unit(), service));
    Map<String, String> failures = new HashMap<>();
    long begun = System.nanoTime();
    boolean told = false;
    while (!open.isEmpty()) {
      Map<String, ObservedUnit> units = systemctl.state(open.keySet());
      Map<String, ObservedHealth> healths =
          engine.health(open.values().stream().map(Watched::container).toList());
      open.values()
          .removeIf(
              service -> {
                Optional<ObservedUnit> unit = Optional.ofNullable(units.get(service.unit()));
                Optional<ObservedHealth> health =
                    Optional.ofNullable(healths.get(service.container()));
                Optional<String> failure = failure(service, unit, health, begun);
                failure.ifPresent(why -> failures.put(service.container(), why));
                return failure.isPresent() || health.filter(HealthWatch::isWell).isPresent();
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

  private Optional<String> failure(
      Watched service, Optional<ObservedUnit> unit, Optional<ObservedHealth> health, long begun) {
    if (health.filter(found -> found.status() == ObservedHealth.Status.UNHEALTHY).isPresent()) {
      return health.map(HealthWatch::describe);
    }
    if (unit.filter(found -> found.restarts() == 0 && HealthWatch.isUpOrComing(found)).isEmpty()) {
      return Optional.of("ended before it was healthy");
    }
    if (Stopwatch.since(begun).compareTo(service.longest()) > 0) {
      return Optional.of("was not healthy after " + service.longest().toSeconds() + " s");
    }
    return interrupted.getAsBoolean()
        ? Optional.of("interrupted before it was healthy")
        : Optional.empty();
  }

  private static boolean isUpOrComing(ObservedUnit unit) {
    return unit.isActive() || unit.activeState().equals("activating");
  }

  private static boolean isWell(ObservedHealth health) {
    return health.status() == ObservedHealth.Status.HEALTHY
        || health.status() == ObservedHealth.Status.NONE;
  }

  /** That it is unhealthy, with what its check said last. */
  static String describe(ObservedHealth health) {
    String said = health.checks().isEmpty() ? "" : health.checks().getLast().output().strip();
    return "is unhealthy" + (said.isEmpty() ? "" : ": " + said.lines().findFirst().orElse(""));
  }
}
