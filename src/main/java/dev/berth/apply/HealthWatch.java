package dev.berth.apply;

import dev.berth.apply.ServiceStates.ServiceState;
import dev.berth.host.Pause;
import dev.berth.host.Stopwatch;
import dev.berth.model.ObservedHealth;
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
  private static final int LINES = 3;

  private final ServiceStates states;
  private final BooleanSupplier interrupted;

  HealthWatch(ServiceStates states, BooleanSupplier interrupted) {
    this.states = states;
    this.interrupted = interrupted;
  }

  /**
   * A service that is waited for.
   *
   * @param container its name
   * @param unit its unit; empty where the engine looks after it
   * @param longest how long it may take to get healthy
   */
  record Watched(String container, Optional<String> unit, Duration longest) {}

  /**
   * Waits for all of them together.
   *
   * @param onWait told whom it waits for, where one look does not do
   * @return by container, why it is not healthy; nothing for one that is, has no health check, or
   *     of which an interruption left it open
   */
  Map<String, String> await(List<Watched> services, Consumer<String> onWait) {
    Map<String, Watched> open = new LinkedHashMap<>();
    services.forEach(service -> open.put(service.container(), service));
    Map<String, String> failures = new HashMap<>();
    Map<String, Integer> restartsBefore = new HashMap<>();
    long begun = System.nanoTime();
    boolean told = false;
    while (!open.isEmpty() && !interrupted.getAsBoolean()) {
      Map<String, ServiceState> look = states.of(open.values());
      look.forEach((name, state) -> restartsBefore.putIfAbsent(name, state.restarts()));
      open.values()
          .removeIf(
              service -> {
                Optional<ServiceState> state = Optional.ofNullable(look.get(service.container()));
                if (state.filter(HealthWatch::isWell).isPresent()) {
                  return true;
                }
                int before = restartsBefore.getOrDefault(service.container(), 0);
                Optional<String> failure =
                    state
                        .flatMap(known -> failure(service, known, before))
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

  private static boolean isWell(ServiceState state) {
    return state
        .health()
        .filter(
            found ->
                found.status() == ObservedHealth.Status.HEALTHY
                    || (found.status() == ObservedHealth.Status.NONE && state.isUpOrComing()))
        .isPresent();
  }

  /** A process that has ended is not called unhealthy, whatever its last check made of it. */
  private Optional<String> failure(Watched service, ServiceState state, int restartsBefore) {
    if (state.restarts() > restartsBefore || !state.isUpOrComing()) {
      return Optional.of(
          "ended before it was healthy"
              + states.lastEnd(service).map(how -> ", " + how).orElse(""));
    }
    return state
        .health()
        .filter(found -> found.status() == ObservedHealth.Status.UNHEALTHY)
        .map(HealthWatch::describe);
  }

  /** That it is unhealthy, with the first lines of what its check said last. */
  static String describe(ObservedHealth health) {
    String said =
        health
            .lastOutput()
            .lines()
            .map(line -> line.replaceAll("\\p{Cntrl}+", " ").strip())
            .filter(line -> !line.isEmpty())
            .limit(LINES)
            .collect(Collectors.joining("; "));
    return "is unhealthy" + (said.isEmpty() ? "" : ": " + said);
  }
}
