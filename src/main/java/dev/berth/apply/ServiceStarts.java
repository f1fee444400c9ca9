package dev.berth.apply;

import dev.berth.engine.Engine;
import dev.berth.host.CommandResult;
import dev.berth.host.Pause;
import dev.berth.host.Stopwatch;
import dev.berth.model.Applied;
import dev.berth.model.Change.Service;
import dev.berth.model.Change.Service.Kind;
import dev.berth.model.Observed;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedUnit;
import dev.berth.model.Rendered;
import dev.berth.model.Step;
import dev.berth.model.operation.LookOperation.AwaitReady;
import dev.berth.run.Readiness;
import dev.berth.run.Result;
import dev.berth.systemd.Journal;
import dev.berth.systemd.Systemctl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Starts services through their units, looks once more whether they stay up and get healthy, and
 * puts back what could be put back of those that do not.
 */
final class ServiceStarts implements Starts {
  /** How long after its start a service is looked at once more: a crash loop shows by then. */
  private static final Duration SETTLE = Duration.ofMillis(300);

  private final Systemctl systemctl;
  private final Journal journal;
  private final Engine engine;
  private final AppliedRecords records;
  private final Installer installer;
  private final LateServices late;
  private final GatedStart gatedStart;
  private final Readiness health;
  private final WaysBack waysBack;
  private final Unstarted unstarted;
  private final FormerReturn formers;
  private final Observed observed;
  private final Map<String, Step> started = new LinkedHashMap<>();
  private long lastStart = System.nanoTime();

  ServiceStarts(
      Systemctl systemctl,
      Journal journal,
      Engine engine,
      AppliedRecords records,
      Installer installer,
      LateServices late,
      GatedStart gatedStart,
      Readiness health,
      WaysBack waysBack,
      Unstarted unstarted,
      FormerReturn formers,
      Observed observed) {
    this.systemctl = systemctl;
    this.journal = journal;
    this.engine = engine;
    this.records = records;
    this.installer = installer;
    this.late = late;
    this.gatedStart = gatedStart;
    this.health = health;
    this.waysBack = waysBack;
    this.unstarted = unstarted;
    this.formers = formers;
    this.observed = observed;
  }

  @Override
  public void forgetFailures(List<Step> group) {
    systemctl.resetFailed(
        group.stream()
            .filter(
                step ->
                    step.change() instanceof Service service
                        && (service.kind() == Kind.START || service.kind() == Kind.REPLACE))
            .map(ServiceStarts::unit)
            .toList());
  }

  /**
   * Whether the service is started and not restarted: what is new, what systemd has restarted with
   * the one that it requires, and what is on its way. Any other might wait to be restarted by
   * systemd and come up on its own just before a start, which would then do nothing and leave it
   * with the failures that systemd has counted.
   */
  static boolean isStart(Service service) {
    return service.kind() == Kind.CREATE
        || service.kind() == Kind.RESTART
        || service.kind() == Kind.JOIN;
  }

  @Override
  public Map<Step, Optional<Failure>> run(List<Step> batch) {
    List<Service> dueNow =
        batch.stream().map(ServiceStarts::service).filter(late::contains).toList();
    unstarted.keep(dueNow);
    installer.run(dueNow, List.of(), false);
    Map<Step, Optional<Failure>> failures = new HashMap<>();
    List<Step> startable = new ArrayList<>();
    for (Step step : batch) {
      boolean starts = service(step).isStarting();
      if (service(step).kind() == Kind.WATCH) {
        recordWatched(service(step).rendered());
      }
      if (!starts && service(step).install()) {
        // What it has on disk by now is Berth's again, though its process is not started with it.
        records.confirm(service(step).rendered());
      }
      Optional<String> missing =
          starts
              ? MissingSources.problem(service(step).rendered().spec().mounts())
              : Optional.empty();
      failures.put(step, missing.or(() -> goOn(step)).map(Failure::of));
      if (missing.isEmpty()) {
        unstarted.begun(service(step));
      }
      if (starts && missing.isEmpty()) {
        startable.add(step);
      }
    }
    Map<String, String> notStarted = new HashMap<>(endWithoutUnit(startable));
    notStarted.putAll(
        start(startable.stream().filter(step -> !notStarted.containsKey(unit(step))).toList()));
    synchronized (this) {
      batch.stream()
          .filter(step -> startable.contains(step) || service(step).kind() == Kind.WATCH)
          .filter(step -> !notStarted.containsKey(unit(step)))
          .forEach(step -> started.put(unit(step), step));
      lastStart = System.nanoTime();
    }
    for (Step step : startable) {
      String why = notStarted.get(unit(step));
      if (why == null) {
        // A container that goes on keeps its digest, and with it the record of what it runs.
        record(service(step).rendered());
      } else {
        failures.put(step, Optional.of(goBack(step, why)));
      }
    }
    return failures;
  }

  /**
   * A container that runs without its unit, such as one in Docker's own care: the unit's first
   * command would remove it, and not every engine gives it time to end then.
   *
   * @return by unit, why it could not be ended
   */
  private Map<String, String> endWithoutUnit(List<Step> steps) {
    Map<String, String> failures = new HashMap<>();
    for (Step step : steps) {
      String name = step.change().subject();
      // One that is taken over was ended by its own unit.
      Optional<ObservedContainer> left =
          observed
              .container(name)
              .filter(_ -> service(step).kind() != Kind.ADOPT)
              .filter(ObservedContainer::isRunning)
              .filter(_ -> !isUp(observed.units().get(unit(step))));
      if (left.isPresent()) {
        boolean isRestarted = !List.of("", "no").contains(left.get().restart());
        Optional<String> failure =
            Optional.of(name)
                .filter(_ -> isRestarted)
                .map(container -> engine.control().setRestart(container, "no"))
                .filter(result -> !result.succeeded())
                .or(
                    () ->
                        Optional.of(
                            engine
                                .control()
                                .stop(name, service(step).rendered().spec().stopGracePeriod())))
                .filter(result -> !result.succeeded())
                .map(CommandResult::lastWords);
        failure.ifPresent(why -> failures.put(unit(step), why));
      }
    }
    return failures;
  }

  /** Lets one run on that is as wanted, or its check; why it could not, or empty. */
  private Optional<String> goOn(Step step) {
    Optional<CommandResult> result =
        switch (service(step).kind()) {
          case THAW -> Optional.of(systemctl.thaw(List.of(unit(step))));
          case CHECK -> {
            // What is left of it, such as one that is frozen, is in the way.
            service(step).rendered().checks().unit().map(List::of).ifPresent(systemctl::stop);
            yield service(step).rendered().checks().resume().stream()
                .map(command -> engine.control().execute(command, Map.of(), line -> {}))
                .filter(it -> !it.succeeded())
                .findFirst();
          }
          default -> Optional.empty();
        };
    return result.filter(it -> !it.succeeded()).map(CommandResult::lastWords);
  }

  private static boolean isUp(@Nullable ObservedUnit unit) {
    return unit != null && (unit.isActive() || unit.isStarting());
  }

  /** Why units did not start, in the engine's own words where it had any. */
  private Map<String, String> start(List<Step> steps) {
    if (steps.isEmpty()) {
      return Map.of();
    }
    boolean isStart = isStart(service(steps.getFirst()));
    long begun = System.nanoTime();
    if (isGated(steps.getFirst())) {
      String unit = unit(steps.getFirst());
      return gatedStart
          .run(
              unit,
              steps.getFirst().change().subject(),
              !isStart,
              job -> whyNotStarted(unit, job, begun))
          .map(why -> Map.of(unit, why))
          .orElse(Map.of());
    }
    List<String> units = steps.stream().map(ServiceStarts::unit).toList();
    Map<String, String> failures = new HashMap<>();
    (isStart ? systemctl.start(units) : systemctl.restart(units))
        .forEach((unit, job) -> failures.put(unit, whyNotStarted(unit, job, begun)));
    return failures;
  }

  /** In the engine's words; else how its process ended; else what systemctl says of its job. */
  private String whyNotStarted(String unit, String job, long begun) {
    return journal
        .lastError(unit, engine.runtime().name(), Stopwatch.since(begun))
        .or(() -> journal.lastEnd(unit).map(how -> "ended before it was up, " + how))
        .orElse(job);
  }

  private void record(Rendered rendered) {
    records.write(rendered, Applied.service(rendered, observed));
  }

  /** A run that was killed may have started it, and not come to say so. */
  private void recordWatched(Rendered rendered) {
    if (!records.read(rendered).map(Applied::digest).equals(Optional.of(rendered.digest()))) {
      record(rendered);
    }
  }

  @Override
  public Map<Step, Failure> settled(boolean waitForHealth) {
    if (started.isEmpty()) {
      return Map.of();
    }
    pauseUntilSettled(lastStart);
    Map<Step, String> failures = new HashMap<>();
    Map<String, ObservedUnit> now = systemctl.state(started.keySet());
    List<AwaitReady> watched = new ArrayList<>();
    List<Step> watchedSteps = new ArrayList<>();
    started.forEach(
        (unit, step) -> {
          ObservedUnit state = now.get(unit);
          if (state == null || !state.isActive() || restarts(step, state) > 0) {
            failures.put(step, describe(step, Optional.ofNullable(state)));
          } else if ((waitForHealth || waysBack.isPossible(service(step)))
              && !isGated(step)
              && observed.hasHealthcheck(service(step).rendered().spec())) {
            watchedSteps.add(step);
            watched.add(
                new AwaitReady(
                    step.change().subject(),
                    Optional.of(unit),
                    service(step).rendered().spec().longestStart(),
                    false));
          }
        });
    List<Result> ready = health.await(watched);
    for (int i = 0; i < watched.size(); i++) {
      Step step = watchedSteps.get(i);
      ready.get(i).problem().ifPresent(why -> failures.put(step, why));
    }
    Map<Step, Failure> settled = new HashMap<>();
    failures.forEach((step, why) -> settled.put(step, goBack(step, why)));
    started.values().stream()
        .filter(step -> !settled.containsKey(step))
        .filter(step -> formers.isRestored(step.change().subject()))
        .forEach(
            step ->
                settled.put(
                    step,
                    new Failure(
                        "what it needs went back; " + formers.outcome(service(step)), true)));
    return settled;
  }

  private Failure goBack(Step step, String why) {
    Service service = service(step);
    if (formers.isRestored(service.subject())) {
      return new Failure(why + "; " + formers.outcome(service), true);
    }
    return why.equals(GatedStart.INTERRUPTED) ? Failure.of(why) : waysBack.goBack(service, why);
  }

  /**
   * How often systemd has started it again since this run did. Its count begins anew with a start
   * by hand, but not for one that was on its way already.
   */
  private int restarts(Step step, ObservedUnit now) {
    boolean isReset = service(step).kind() == Kind.START || service(step).kind() == Kind.REPLACE;
    int before =
        isReset
            ? 0
            : Optional.ofNullable(observed.units().get(now.name()))
                .map(ObservedUnit::restarts)
                .orElse(0);
    return now.restarts() < before ? now.restarts() : now.restarts() - before;
  }

  private String describe(Step step, Optional<ObservedUnit> state) {
    return "started, and ended at once"
        + journal.lastEnd(unit(step)).map(how -> ", " + how).orElse("")
        + EngineStarts.restarts(state.map(unit -> restarts(step, unit)).orElse(0))
        + "; see 'berth logs "
        + step.change().subject()
        + "'";
  }

  static void pauseUntilSettled(long lastStart) {
    Duration left = SETTLE.minus(Stopwatch.since(lastStart));
    if (left.isPositive()) {
      Pause.of(left);
    }
  }

  static boolean isGated(Step step) {
    return step.change() instanceof Service service
        && service.rendered().gated()
        && service.isStarting();
  }

  private static Service service(Step step) {
    return (Service) step.change();
  }

  private static String unit(Step step) {
    return service(step).rendered().unit().orElseThrow().name();
  }
}
