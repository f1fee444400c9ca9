package dev.berth.run;

import dev.berth.host.Waits;
import dev.berth.model.ContainerName;
import dev.berth.model.ObservedHealth;
import dev.berth.model.operation.LookOperation;
import dev.berth.model.operation.LookOperation.AwaitNeeded;
import dev.berth.model.operation.LookOperation.AwaitReady;
import dev.berth.model.operation.LookOperation.AwaitReady.Purpose;
import dev.berth.model.operation.LookOperation.LookAgain;
import dev.berth.model.operation.LookOperation.Refuse;
import dev.berth.run.ServiceStates.End;
import dev.berth.run.ServiceStates.ServiceState;
import dev.berth.run.ServiceStates.Standing;
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

  /**
   * What comes after the end of a service, such as that its container is removed, is over by then.
   */
  private static final Duration LONGEST_END = Duration.ofSeconds(10);

  /** How long after its start a service is looked at once more: a crash loop shows by then. */
  private static final Duration SETTLE = Duration.ofMillis(300);

  private static final int LINES = 3;

  private final ServiceStates states;
  private final Waits waits;
  private final BooleanSupplier interrupted;
  private final Consumer<String> note;

  /**
   * That of a run.
   *
   * @param waits how it waits between two looks
   * @param interrupted asked before each look whether the wait is to end
   * @param note told whom it waits for, where one look does not do
   */
  public Readiness(
      ServiceStates states, Waits waits, BooleanSupplier interrupted, Consumer<String> note) {
    this.states = states;
    this.waits = waits;
    this.interrupted = interrupted;
    this.note = note;
  }

  /**
   * Looks at some of one class.
   *
   * @return what became of each, in their order
   */
  public List<Result> run(List<LookOperation> operations) {
    return switch (operations.getFirst()) {
      case AwaitReady _ -> await(operations.stream().map(AwaitReady.class::cast).toList());
      case LookAgain _ -> look(operations.stream().map(LookAgain.class::cast).toList());
      case AwaitNeeded needed -> List.of(await(needed));
      case Refuse refuse -> List.of(Result.refused(refuse.because()));
    };
  }

  private Result await(AwaitNeeded needed) {
    Result result =
        await(
                List.of(
                    new AwaitReady(
                        needed.target(), Optional.empty(), needed.longest(), Purpose.GATE)))
            .getFirst();
    return result
        .problem()
        .map(why -> unhealthy("needs '" + needed.target() + "', which " + why))
        .orElse(result);
  }

  private List<Result> look(List<LookAgain> services) {
    waits.pause(SETTLE);
    Map<ContainerName, Standing> standings = new HashMap<>(states.standings(services));
    Duration begun = waits.now();
    // One that may end is judged when what comes after its end is over, too.
    while (services.stream().anyMatch(service -> isEnding(service, standings))
        && waits.now().minus(begun).compareTo(LONGEST_END) < 0
        && waits.pause(POLL)) {
      standings.putAll(states.standings(services));
    }
    List<Result> results = new ArrayList<>();
    for (LookAgain service : services) {
      results.add(judge(service, Optional.ofNullable(standings.get(service.container()))));
    }
    return results;
  }

  private static boolean isEnding(LookAgain service, Map<ContainerName, Standing> standings) {
    Standing standing = standings.get(service.container());
    return service.mayEnd() && standing != null && standing.end() == End.UNDER_WAY;
  }

  /** A count that is lower than before began anew. */
  private Result judge(LookAgain service, Optional<Standing> standing) {
    int counted = standing.map(Standing::restarts).orElse(0);
    int before = service.restartsBefore();
    int restarts = counted < before ? counted : counted - before;
    if (standing.filter(Standing::isUp).isPresent() && restarts == 0) {
      return Result.done();
    }
    if (service.mayEnd() && standing.filter(it -> it.end() == End.WELL).isPresent()) {
      return Result.done();
    }
    return unhealthy(
        "started, and ended at once"
            + standing.flatMap(it -> it.lastEnd().get()).map(how -> ", " + how).orElse("")
            + restarts(restarts)
            + "; see 'berth logs "
            + service.container()
            + "'");
  }

  /** How often it was started again meanwhile, in words; empty where it was not. */
  public static String restarts(int count) {
    return count > 0 ? ", " + count + (count == 1 ? " restart so far" : " restarts so far") : "";
  }

  /**
   * Waits for all of them together.
   *
   * @return what became of each, in their order
   */
  public List<Result> await(List<AwaitReady> services) {
    Map<ContainerName, AwaitReady> open = new LinkedHashMap<>();
    services.forEach(service -> open.put(service.container(), service));
    Map<ContainerName, Result> results = new HashMap<>();
    Map<ContainerName, Integer> restartsBefore = new HashMap<>();
    Duration begun = waits.now();
    boolean isReturn = services.stream().anyMatch(service -> service.purpose() == Purpose.RETURN);
    boolean told = isReturn;
    while (!open.isEmpty() && (isReturn || !interrupted.getAsBoolean())) {
      Map<ContainerName, ServiceState> look = states.of(open.values());
      look.forEach((name, state) -> restartsBefore.putIfAbsent(name, state.restarts()));
      for (AwaitReady service : List.copyOf(open.values())) {
        ContainerName name = service.container();
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
        note.accept("waiting until healthy: " + ContainerName.listed(open.keySet()));
        told = true;
      }
      if (!open.isEmpty() && !waits.pause(POLL)) {
        open.clear();
      }
    }
    List<Result> ordered = new ArrayList<>();
    for (AwaitReady service : services) {
      ordered.add(results.getOrDefault(service.container(), new Result.Open()));
    }
    return ordered;
  }

  private Optional<Result> tooLate(AwaitReady service, Duration begun) {
    return waits.now().minus(begun).compareTo(service.longest()) > 0
        ? Optional.of(unhealthy("was not healthy after " + service.longest().toSeconds() + " s"))
        : Optional.empty();
  }

  private static Result unhealthy(String words) {
    return new Result.Failed(new Failure.Unhealthy(words));
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
      return Optional.of(
          unhealthy(
              "ended before it was healthy"
                  + states.lastEnd(service).map(how -> ", " + how).orElse("")));
    }
    return state
        .health()
        .filter(found -> found.status() == ObservedHealth.Status.UNHEALTHY)
        .map(found -> unhealthy(describe(found)));
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
