package dev.berth.run;

import dev.berth.host.Pause;
import dev.berth.host.Stopwatch;
import dev.berth.model.ObservedHealth;
import dev.berth.model.operation.LookOperation.AwaitReady;
import dev.berth.run.ServiceStates.ServiceState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Waits until services are ready. Every wait has a deadline, and ends at once when a container
 * turns unhealthy or ends.
 */
public final class Readiness {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final int LINES = 3;

  private final ServiceStates states;
  private final BooleanSupplier interrupted;
  private final Consumer<String> note;

  /**
   * That of a run.
   *
   * @param interrupted asked before each look whether the wait is to end
   * @param note told whom it waits for, where one look does not do
   */
  public Readiness(ServiceStates states, BooleanSupplier interrupted, Consumer<String> note) {
    this.states = states;
    this.interrupted = interrupted;
    this.note = note;
  }

  /**
   * Waits for all of them together.
   *
   * @return what became of each, in their order
   */
  public List<Result> await(List<AwaitReady> services) {
    Map<String, AwaitReady> open = new LinkedHashMap<>();
    services.forEach(service -> open.put(service.container(), service));
    Map<String, Result> results = new HashMap<>();
    Map<String, Integer> restartsBefore = new HashMap<>();
    long begun = System.nanoTime();
    boolean told = false;
    while (!open.isEmpty() && !interrupted.getAsBoolean()) {
      Map<String, ServiceState> look = states.of(open.values());
      look.forEach((name, state) -> restartsBefore.putIfAbsent(name, state.restarts()));
      for (AwaitReady service : List.copyOf(open.values())) {
        String name = service.container();
        Optional.ofNullable(look.get(name))
            .flatMap(state -> judge(service, state, restartsBefore.getOrDefault(name, 0)))
            .or(() -> tooLate(service, begun))
            .ifPresent(
                result -> {
                  results.put(name, result);
                  open.remove(name);
                });
      }
      if (!open.isEmpty() && !told) {
        note.accept("waiting until healthy: " + String.join(", ", open.keySet()));
        told = true;
      }
      if (!open.isEmpty() && !Pause.of(POLL)) {
        open.clear();
      }
    }
    List<Result> ordered = new ArrayList<>();
    for (AwaitReady service : services) {
      ordered.add(results.getOrDefault(service.container(), new Result.Open()));
    }
    return ordered;
  }

  private static Optional<Result> tooLate(AwaitReady service, long begun) {
    return Stopwatch.since(begun).compareTo(service.longest()) > 0
        ? unhealthy("was not healthy after " + service.longest().toSeconds() + " s")
        : Optional.empty();
  }

  private static Optional<Result> unhealthy(String words) {
    return Optional.of(new Result.Failed(new Failure.Unhealthy(words)));
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
  private Optional<Result> judge(AwaitReady service, ServiceState state, int restartsBefore) {
    if (isWell(state)) {
      return Optional.of(Result.done());
    }
    if (state.restarts() > restartsBefore || !state.isUpOrComing()) {
      return unhealthy(
          "ended before it was healthy"
              + states.lastEnd(service).map(how -> ", " + how).orElse(""));
    }
    return state
        .health()
        .filter(found -> found.status() == ObservedHealth.Status.UNHEALTHY)
        .flatMap(found -> unhealthy(describe(found)));
  }

  /** That it is unhealthy, with the first lines of what its check said last. */
  public static String describe(ObservedHealth health) {
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
