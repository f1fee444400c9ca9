package dev.berth.apply;

import dev.berth.engine.RuntimeControl;
import dev.berth.host.CommandResult;
import dev.berth.model.Change.Release;
import dev.berth.model.Change.Service;
import dev.berth.model.Step;
import dev.berth.systemd.Systemctl;
import java.util.List;
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

  Releases(RuntimeControl control, Systemctl systemctl, Progress progress) {
    this.control = control;
    this.systemctl = systemctl;
    this.progress = progress;
  }

  /** Starts those again whose own step was not begun; their files are the former ones by now. */
  void restore(List<Step> steps, List<StepResult> results) {
    Set<String> begun =
        results.stream()
            .filter(result -> result.outcome() != StepResult.Outcome.SKIPPED)
            .filter(result -> result.step().change() instanceof Service)
            .map(result -> result.step().change().subject())
            .collect(Collectors.toSet());
    for (Step step : steps) {
      Release release = (Release) step.change();
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
