package dev.berth.apply;

import dev.berth.engine.RuntimeControl;
import dev.berth.host.CommandResult;
import dev.berth.model.Change.Release;
import dev.berth.model.Change.Service;
import dev.berth.model.Step;
import dev.berth.systemd.Systemctl;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Ends the services that give up what another one takes before their own turn comes. Those whose
 * turn never comes are started again as they were.
 */
final class Releases {
  private final RuntimeControl control;
  private final Systemctl systemctl;
  private final Progress progress;
  private final List<Release> released = new ArrayList<>();

  Releases(RuntimeControl control, Systemctl systemctl, Progress progress) {
    this.control = control;
    this.systemctl = systemctl;
    this.progress = progress;
  }

  /** Ends them, those with units all at once. */
  List<StepResult> run(List<Step> steps) {
    if (steps.isEmpty()) {
      return List.of();
    }
    long begun = System.nanoTime();
    steps.forEach(progress::started);
    List<String> units =
        steps.stream().flatMap(step -> ((Release) step.change()).unit().stream()).toList();
    Map<String, String> notStopped = units.isEmpty() ? Map.of() : systemctl.stop(units);
    List<StepResult> results = new ArrayList<>();
    for (Step step : steps) {
      Release release = (Release) step.change();
      released.add(release);
      Optional<String> failure =
          release.unit().isPresent()
              ? release.unit().flatMap(unit -> Optional.ofNullable(notStopped.get(unit)))
              : Optional.of(control.stop(release.container(), release.grace()))
                  .filter(result -> !result.succeeded())
                  .map(CommandResult::lastWords);
      StepResult result =
          failure
              .map(why -> StepResult.failed(step, why, Stopwatch.since(begun)))
              .orElseGet(() -> StepResult.done(step, Stopwatch.since(begun)));
      progress.finished(result);
      results.add(result);
    }
    return results;
  }

  /** Starts those again whose own step was not begun; their files are the former ones by now. */
  void restore(List<StepResult> results) {
    Set<String> begun =
        results.stream()
            .filter(result -> result.outcome() != StepResult.Outcome.SKIPPED)
            .filter(result -> result.step().change() instanceof Service)
            .map(result -> result.step().change().subject())
            .collect(Collectors.toSet());
    for (Release release : released) {
      if (!begun.contains(release.container())) {
        Optional<String> failure =
            release.unit().isPresent()
                ? systemctl.start(release.unit().stream().toList()).values().stream().findFirst()
                : Optional.of(control.start(release.container()))
                    .filter(result -> !result.succeeded())
                    .map(CommandResult::lastWords);
        progress.note(
            "'"
                + release.container()
                + "' was stopped for another one, and "
                + failure.map(why -> "does not start again: " + why).orElse("runs again"));
      }
    }
  }
}
