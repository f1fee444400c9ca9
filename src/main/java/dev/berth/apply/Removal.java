package dev.berth.apply;

import dev.berth.engine.RuntimeControl;
import dev.berth.host.CommandResult;
import dev.berth.host.SideBySide;
import dev.berth.host.WholeFile;
import dev.berth.model.Change.Forget;
import dev.berth.model.Change.Remove;
import dev.berth.model.Change.RemoveTarget;
import dev.berth.model.Change.RemoveVolume;
import dev.berth.model.ObservedUnit;
import dev.berth.model.Step;
import dev.berth.systemd.Systemctl;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Takes away what is no longer wanted: all stops at once, then containers, units and files. */
final class Removal {
  private static final int STOPPED_TOGETHER = 50;

  private final RuntimeControl control;
  private final Systemctl systemctl;
  private final HostPaths paths;
  private final AppliedRecords records;
  private final Installation installation;
  private final Progress progress;
  private final int parallel;

  Removal(
      RuntimeControl control,
      Systemctl systemctl,
      HostPaths paths,
      AppliedRecords records,
      Installation installation,
      Progress progress,
      int parallel) {
    this.control = control;
    this.systemctl = systemctl;
    this.paths = paths;
    this.records = records;
    this.installation = installation;
    this.progress = progress;
    this.parallel = parallel;
  }

  /** Carries the steps out; systemd has to be told afterwards. */
  List<StepResult> run(List<Step> steps) {
    if (steps.isEmpty()) {
      return List.of();
    }
    long begun = System.nanoTime();
    steps.forEach(progress::started);
    List<String> units = units(steps);
    stopForgotten(steps);
    Map<String, String> notStopped = stop(units);
    systemctl.disable(units);
    List<Step> containers = steps.stream().filter(step -> step.change() instanceof Remove).toList();
    List<StepResult> results =
        new ArrayList<>(
            SideBySide.map(containers, parallel, step -> removeOrFail(step, notStopped, begun)));
    systemctl.resetFailed(units);
    for (Step step : steps) {
      if (step.change() instanceof RemoveVolume volume) {
        results.add(finish(step, control.removeVolumes(List.of(volume.name())), begun));
      } else if (step.change() instanceof Forget forget) {
        records.remove(forget.container());
        results.add(finish(StepResult.done(step, Stopwatch.since(begun))));
      } else if (step.change() instanceof RemoveTarget target) {
        WholeFile.remove(paths.units().resolve(target.unit()));
        results.add(finish(StepResult.done(step, Stopwatch.since(begun))));
      }
    }
    return results;
  }

  /**
   * systemd has read its units since the file of one was removed: it no longer restarts it, nor
   * knows how to stop it. It would send SIGTERM to all that it runs, whatever the container's own
   * signal, and wait for its own time and not the container's.
   */
  private void stopForgotten(List<Step> steps) {
    List<Remove> withoutFile =
        steps.stream()
            .flatMap(
                step -> step.change() instanceof Remove remove ? Stream.of(remove) : Stream.empty())
            .filter(remove -> remove.unit().filter(unit -> !isFile(unit)).isPresent())
            .toList();
    if (withoutFile.isEmpty()) {
      return;
    }
    Map<String, ObservedUnit> now =
        systemctl.state(withoutFile.stream().map(remove -> remove.unit().orElseThrow()).toList());
    SideBySide.map(
        withoutFile.stream()
            .filter(remove -> isForgotten(now.get(remove.unit().orElseThrow())))
            .toList(),
        parallel,
        // What this cannot do, the stop of the unit will have to.
        remove -> control.stop(remove.container(), remove.grace()));
  }

  private boolean isFile(String unit) {
    return Files.isRegularFile(paths.units().resolve(unit), LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean isForgotten(@Nullable ObservedUnit unit) {
    return unit != null && !unit.loadState().equals("loaded");
  }

  /**
   * Stops wait for each other's grace periods, so many go together, but not hundreds of engines.
   */
  private Map<String, String> stop(List<String> units) {
    Map<String, String> notStopped = new HashMap<>();
    for (int from = 0; from < units.size(); from += STOPPED_TOGETHER) {
      notStopped.putAll(
          systemctl.stop(units.subList(from, Math.min(from + STOPPED_TOGETHER, units.size()))));
    }
    return notStopped;
  }

  static List<String> units(List<Step> steps) {
    return steps.stream()
        .flatMap(
            step ->
                switch (step.change()) {
                  case Remove remove -> remove.unit().stream();
                  case RemoveTarget target -> Stream.of(target.unit());
                  default -> Stream.<String>empty();
                })
        .toList();
  }

  /** What cannot be removed fails its own step, not those of the others. */
  private StepResult removeOrFail(Step step, Map<String, String> notStopped, long begun) {
    try {
      return remove(step, notStopped, begun);
    } catch (UncheckedIOException failure) {
      return finish(StepResult.failed(step, Messages.of(failure), Stopwatch.since(begun)));
    }
  }

  private StepResult remove(Step step, Map<String, String> notStopped, long begun) {
    Remove change = (Remove) step.change();
    String stopFailure = change.unit().map(unit -> notStopped.getOrDefault(unit, "")).orElse("");
    if (!stopFailure.isEmpty()) {
      return finish(StepResult.failed(step, stopFailure, Stopwatch.since(begun)));
    }
    // Container and unit go last: they are what shows a later run, should this one be killed here,
    // that there is something left to remove.
    installation.removeFiles(change.container());
    if (change.present()) {
      // A unit's own stop has removed its container; what is still there was left by a crash.
      // Where it had none, whatever has the name is a stranger.
      CommandResult removed = control.remove(change.container(), change.grace());
      if (!removed.succeeded()) {
        return finish(step, removed, begun);
      }
    }
    new MadeContainers(paths.made()).remove(change.container());
    control.forgetHealth(change.container());
    // A link in its place is no file of Berth's, but the operator's mask.
    change
        .unit()
        .filter(this::isFile)
        .ifPresent(unit -> WholeFile.remove(paths.units().resolve(unit)));
    // Of one whose unit stays a later run still knows with what it was started.
    records.remove(change.container());
    new KeptFormers(paths, progress::note).remove(change.container());
    return finish(StepResult.done(step, Stopwatch.since(begun)));
  }

  private StepResult finish(Step step, CommandResult result, long begun) {
    return finish(
        result.succeeded()
            ? StepResult.done(step, Stopwatch.since(begun))
            : StepResult.failed(step, result.lastWords(), Stopwatch.since(begun)));
  }

  private StepResult finish(StepResult result) {
    progress.finished(result);
    return result;
  }
}
