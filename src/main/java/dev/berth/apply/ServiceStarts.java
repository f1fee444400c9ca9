package dev.berth.apply;

import dev.berth.model.Applied;
import dev.berth.model.Change.Service;
import dev.berth.model.Change.Service.Kind;
import dev.berth.model.ObservedUnit;
import dev.berth.model.Rendered;
import dev.berth.model.Step;
import dev.berth.systemd.Journal;
import dev.berth.systemd.Systemctl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts services through their units, and looks once more whether they stay up. */
final class ServiceStarts {
  /** How long after its start a service is looked at once more: a crash loop shows by then. */
  private static final Duration SETTLE = Duration.ofMillis(300);

  private final Systemctl systemctl;
  private final Journal journal;
  private final String engine;
  private final AppliedRecords records;
  private final Installation installation;
  private final LateServices late;
  private final Map<String, Step> started = new LinkedHashMap<>();
  private long lastStart = System.nanoTime();

  ServiceStarts(
      Systemctl systemctl,
      Journal journal,
      String engine,
      AppliedRecords records,
      Installation installation,
      LateServices late) {
    this.systemctl = systemctl;
    this.journal = journal;
    this.engine = engine;
    this.records = records;
    this.installation = installation;
    this.late = late;
  }

  /** A unit that failed before must not be refused for its past. */
  void forgetFailures(List<Step> group) {
    systemctl.resetFailed(
        group.stream()
            .filter(
                step ->
                    step.change() instanceof Service service
                        && (service.kind() == Kind.START || service.kind() == Kind.REPLACE))
            .map(ServiceStarts::unit)
            .toList());
  }

  /** Starts services of one verb; what went wrong with each. */
  Map<Step, Optional<String>> run(List<Step> batch) {
    installation.run(
        batch.stream().map(step -> (Service) step.change()).filter(late::contains).toList(),
        List.of(),
        false);
    Map<Step, Optional<String>> failures = new HashMap<>();
    List<Step> startable = new ArrayList<>();
    for (Step step : batch) {
      Service service = (Service) step.change();
      Optional<String> missing = SingleSteps.missingSource(service.rendered().spec());
      failures.put(step, service.kind() == Kind.UPDATE ? Optional.empty() : missing);
      if (service.kind() != Kind.UPDATE && missing.isEmpty()) {
        startable.add(step);
      }
    }
    List<String> units = startable.stream().map(ServiceStarts::unit).toList();
    // One that waits to be restarted by systemd might come up on its own just before a start, which
    // would then do nothing and leave it with the failures that systemd has counted.
    boolean isNew = ((Service) batch.getFirst().change()).kind() == Kind.CREATE;
    Map<String, String> notStarted = isNew ? systemctl.start(units) : systemctl.restart(units);
    for (Step step : startable) {
      failures.put(
          step,
          Optional.ofNullable(notStarted.get(unit(step)))
              .map(job -> journal.lastError(unit(step), engine).orElse(job)));
    }
    failures.forEach(
        (step, failure) -> {
          // A container that goes on keeps its digest, and with it the record of what it runs.
          if (failure.isEmpty() && startable.contains(step)) {
            Rendered rendered = ((Service) step.change()).rendered();
            records.write(rendered, new Applied(rendered.digest(), "", rendered.configuration()));
          }
        });
    synchronized (this) {
      startable.stream()
          .filter(step -> !notStarted.containsKey(unit(step)))
          .forEach(step -> started.put(unit(step), step));
      lastStart = System.nanoTime();
    }
    return failures;
  }

  /** Those that started and did not stay up, with what systemd says of them. */
  Map<Step, String> fallen() {
    if (started.isEmpty()) {
      return Map.of();
    }
    pauseUntilSettled();
    Map<Step, String> fallen = new HashMap<>();
    Map<String, ObservedUnit> now = systemctl.state(started.keySet());
    started.forEach(
        (unit, step) -> {
          ObservedUnit state = now.get(unit);
          if (state == null || !state.isActive() || state.restarts() > 0) {
            fallen.put(step, describe(step, Optional.ofNullable(state)));
          }
        });
    return fallen;
  }

  private static String describe(Step step, Optional<ObservedUnit> state) {
    String restarts =
        state
            .filter(unit -> unit.restarts() > 0)
            .map(unit -> ", " + unit.restarts() + " restarts so far")
            .orElse("");
    return "started, and ended at once"
        + restarts
        + "; see 'berth logs "
        + step.change().subject()
        + "'";
  }

  private void pauseUntilSettled() {
    long left = SETTLE.toMillis() - Stopwatch.since(lastStart).toMillis();
    try {
      if (left > 0) {
        Thread.sleep(left);
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private static String unit(Step step) {
    return ((Service) step.change()).rendered().unit().orElseThrow().name();
  }
}
