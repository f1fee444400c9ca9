package dev.berth.run;

import dev.berth.engine.RuntimeControl;
import dev.berth.host.CommandResult;
import dev.berth.model.ObservedUnit;
import dev.berth.model.operation.ManagerOperation;
import dev.berth.model.operation.ManagerOperation.BeginStart;
import dev.berth.model.operation.ManagerOperation.DisableUnit;
import dev.berth.model.operation.ManagerOperation.EnableUnit;
import dev.berth.model.operation.ManagerOperation.OfUnit;
import dev.berth.model.operation.ManagerOperation.ReloadManager;
import dev.berth.model.operation.ManagerOperation.ResetFailed;
import dev.berth.model.operation.ManagerOperation.StartUnit;
import dev.berth.model.operation.ManagerOperation.StopForgotten;
import dev.berth.model.operation.ManagerOperation.StopUnit;
import dev.berth.systemd.Systemctl;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Asks systemd: those of one kind in one call. */
public final class ManagerOperations {
  private final Systemctl systemctl;
  private final RuntimeControl control;

  /** Those of a scope; the engine is asked to stop what systemd has forgotten. */
  public ManagerOperations(Systemctl systemctl, RuntimeControl control) {
    this.systemctl = systemctl;
    this.control = control;
  }

  /**
   * Carries some of one class out.
   *
   * @return what became of each, in their order
   */
  public List<Result> run(List<ManagerOperation> operations) {
    List<String> units =
        operations.stream()
            .flatMap(
                operation ->
                    operation instanceof OfUnit of ? Stream.of(of.unit()) : Stream.<String>empty())
            .toList();
    return switch (operations.getFirst()) {
      case ReloadManager _ ->
          Collections.nCopies(operations.size(), Results.of(systemctl.daemonReload()));
      case EnableUnit _ -> all(units, systemctl.enable(units));
      case StopUnit _ -> each(units, systemctl.stop(units));
      case StartUnit _ -> each(units, systemctl.start(units));
      case BeginStart _ -> all(units, systemctl.beginStart(units));
      case DisableUnit _ -> all(units, systemctl.disable(units));
      case ResetFailed _ -> all(units, systemctl.resetFailed(units));
      case StopForgotten forgotten -> List.of(stop(forgotten));
    };
  }

  private Result stop(StopForgotten forgotten) {
    ObservedUnit unit = systemctl.state(List.of(forgotten.unit())).get(forgotten.unit());
    // What this cannot do, the stop of the unit will have to.
    return unit == null || unit.loadState().equals("loaded")
        ? Result.done()
        : Results.of(control.stop(forgotten.container(), forgotten.grace()));
  }

  private static List<Result> each(List<String> units, Map<String, String> failures) {
    return units.stream()
        .map(
            unit -> failures.containsKey(unit) ? Result.refused(failures.get(unit)) : Result.done())
        .toList();
  }

  private static List<Result> all(List<String> units, CommandResult result) {
    return Collections.nCopies(units.size(), Results.of(result));
  }
}
