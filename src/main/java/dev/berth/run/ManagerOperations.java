package dev.berth.run;

import dev.berth.engine.ContainerRuntime;
import dev.berth.engine.Engine;
import dev.berth.engine.RuntimeControl;
import dev.berth.host.CommandResult;
import dev.berth.host.Stopwatch;
import dev.berth.host.Waits;
import dev.berth.model.ObservedUnit;
import dev.berth.model.UnitName;
import dev.berth.model.operation.ManagerOperation;
import dev.berth.model.operation.ManagerOperation.BeginStart;
import dev.berth.model.operation.ManagerOperation.DisableUnit;
import dev.berth.model.operation.ManagerOperation.EnableUnit;
import dev.berth.model.operation.ManagerOperation.OfUnit;
import dev.berth.model.operation.ManagerOperation.ReloadManager;
import dev.berth.model.operation.ManagerOperation.ReloadUnit;
import dev.berth.model.operation.ManagerOperation.ResetFailed;
import dev.berth.model.operation.ManagerOperation.RestartUnit;
import dev.berth.model.operation.ManagerOperation.StartHealthy;
import dev.berth.model.operation.ManagerOperation.StartTogether;
import dev.berth.model.operation.ManagerOperation.StartUnit;
import dev.berth.model.operation.ManagerOperation.StopForgotten;
import dev.berth.model.operation.ManagerOperation.StopTogether;
import dev.berth.model.operation.ManagerOperation.StopUnit;
import dev.berth.model.operation.ManagerOperation.ThawUnit;
import dev.berth.systemd.Journal;
import dev.berth.systemd.Systemctl;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;

/** Asks systemd: those of one kind in one call. */
public final class ManagerOperations {
  private final Systemctl systemctl;
  private final Journal journal;
  private final ContainerRuntime runtime;
  private final RuntimeControl control;
  private final GatedStart gatedStart;

  /**
   * Those of a scope.
   *
   * @param engine is asked to stop what systemd has forgotten, and how containers are
   * @param waits how it waits between two looks at a health
   * @param interrupted asked now and then whether the wait for a container's health is to end
   */
  public ManagerOperations(
      Systemctl systemctl,
      Journal journal,
      Engine engine,
      Waits waits,
      BooleanSupplier interrupted) {
    this.systemctl = systemctl;
    this.journal = journal;
    this.runtime = engine.runtime();
    this.control = engine.control();
    this.gatedStart = new GatedStart(runtime, systemctl, waits, interrupted);
  }

  /**
   * Carries some of one class out.
   *
   * @return what became of each, in their order
   */
  public List<Result> run(List<ManagerOperation> operations) {
    List<UnitName> units =
        operations.stream()
            .flatMap(
                operation ->
                    operation instanceof OfUnit of
                        ? Stream.of(of.unit())
                        : Stream.<UnitName>empty())
            .toList();
    return switch (operations.getFirst()) {
      case ReloadManager _ ->
          Collections.nCopies(operations.size(), Results.of(systemctl.daemonReload()));
      case EnableUnit _ -> all(units, systemctl.enable(units));
      case StopUnit _ -> each(units, systemctl.stop(units));
      case StartUnit _ -> started(units, systemctl::start);
      case RestartUnit _ -> started(units, systemctl::restart);
      case StartHealthy start -> List.of(start(start));
      case ReloadUnit _ -> all(units, systemctl.reload(units));
      case ThawUnit _ -> all(units, systemctl.thaw(units));
      case StopTogether _ -> stop(all(operations, StopTogether.class));
      case StartTogether _ -> start(all(operations, StartTogether.class));
      case BeginStart _ -> all(units, systemctl.beginStart(units));
      case DisableUnit _ -> all(units, systemctl.disable(units));
      case ResetFailed _ -> all(units, systemctl.resetFailed(units));
      case StopForgotten forgotten -> List.of(stop(forgotten));
    };
  }

  private static <T> List<T> all(List<ManagerOperation> operations, Class<T> kind) {
    return operations.stream().map(kind::cast).toList();
  }

  private List<Result> stop(List<StopTogether> all) {
    Map<UnitName, String> failures =
        systemctl.stop(all.stream().flatMap(stop -> stop.units().stream()).toList());
    return all.stream().map(stop -> first(stop.needed(), failures)).toList();
  }

  private List<Result> start(List<StartTogether> all) {
    Map<UnitName, String> failures =
        systemctl.start(all.stream().flatMap(start -> start.units().stream()).toList());
    return all.stream().map(start -> first(start.units(), failures)).toList();
  }

  private static Result first(List<UnitName> units, Map<UnitName, String> failures) {
    return units.stream()
        .filter(failures::containsKey)
        .findFirst()
        .map(unit -> Result.refused(Objects.requireNonNull(failures.get(unit))))
        .orElseGet(Result::done);
  }

  private Result stop(StopForgotten forgotten) {
    ObservedUnit unit = systemctl.state(List.of(forgotten.unit())).get(forgotten.unit());
    // What this cannot do, the stop of the unit will have to.
    return unit == null || unit.loadState().equals("loaded")
        ? Result.done()
        : Results.of(control.stop(forgotten.container(), forgotten.grace()));
  }

  private Result start(StartHealthy start) {
    long begun = System.nanoTime();
    return gatedStart.run(start, job -> whyNotStarted(start.unit(), job, begun));
  }

  private List<Result> started(
      List<UnitName> units, Function<List<UnitName>, Map<UnitName, String>> start) {
    long begun = System.nanoTime();
    Map<UnitName, String> failures = new HashMap<>(start.apply(units));
    failures.replaceAll((unit, job) -> whyNotStarted(unit, job, begun));
    return each(units, failures);
  }

  /** The engine's words; else how its process ended; else what systemctl says of its job. */
  private String whyNotStarted(UnitName unit, String job, long begun) {
    return journal
        .lastError(unit, runtime.name(), Stopwatch.since(begun))
        .or(() -> journal.lastEnd(unit).map(how -> "ended before it was up, " + how))
        .orElse(job);
  }

  private static List<Result> each(List<UnitName> units, Map<UnitName, String> failures) {
    return units.stream()
        .map(
            unit -> failures.containsKey(unit) ? Result.refused(failures.get(unit)) : Result.done())
        .toList();
  }

  private static List<Result> all(List<UnitName> units, CommandResult result) {
    return Collections.nCopies(units.size(), Results.of(result));
  }
}
