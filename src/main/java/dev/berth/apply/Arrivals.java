package dev.berth.apply;

import dev.berth.apply.StepResult.Outcome;
import dev.berth.engine.RuntimeControl;
import dev.berth.host.CommandResult;
import dev.berth.host.SideBySide;
import dev.berth.model.Change;
import dev.berth.model.Change.Service;
import dev.berth.model.Change.Service.Kind;
import dev.berth.model.Observed;
import dev.berth.model.Plan;
import dev.berth.model.Rendered;
import dev.berth.model.Rendered.UnitFile;
import dev.berth.model.ServiceFiles;
import dev.berth.model.Step;
import dev.berth.model.Wanted;
import dev.berth.systemd.Systemctl;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Services that come over from the host's other engine: each leaves there right before it starts
 * here, and goes back there where it does not get well here.
 */
final class Arrivals implements WayBack {
  private final Crossing crossing;
  private final BoundPaths bound;
  private final RuntimeControl control;
  private final Systemctl systemctl;
  private final HostPaths paths;
  private final AppliedRecords records;
  private final Progress progress;
  private final boolean onFailure;
  private final int parallel;
  private final Set<String> unchanged;
  private final Observed observed;

  /** What each had on disk before anything was written, by container. */
  private final Map<String, ServiceFiles> before = new HashMap<>();

  Arrivals(
      Crossing crossing,
      BoundPaths bound,
      RuntimeControl control,
      Systemctl systemctl,
      HostPaths paths,
      AppliedRecords records,
      Progress progress,
      Plan plan,
      Wanted wanted,
      Observed observed,
      boolean onFailure,
      int parallel) {
    this.crossing = crossing;
    this.bound = bound;
    this.control = control;
    this.systemctl = systemctl;
    this.paths = paths;
    this.records = records;
    this.progress = progress;
    this.onFailure = onFailure;
    this.parallel = parallel;
    this.unchanged = Set.copyOf(plan.unchanged());
    this.observed = observed;
    crossing.begin(
        plan.steps().stream()
            .filter(step -> migrates(step) || accompanies(step, observed))
            .map(step -> step.change().subject())
            .toList(),
        wanted);
    for (Step step : plan.steps()) {
      if (step.change() instanceof Service service
          && service.isComingOver()
          && service.rendered().unit().isPresent()) {
        before.put(service.subject(), KeptFormers.filesOf(service, observed, paths));
      }
    }
  }

  /** Clears the way for those of these steps that migrate; what went wrong with each. */
  Map<Step, Optional<Failure>> leave(List<Step> batch) {
    List<Step> migrating = batch.stream().filter(Arrivals::migrates).toList();
    List<Optional<String>> failures = SideBySide.map(migrating, parallel, this::leave);
    Map<Step, Optional<Failure>> failed = new HashMap<>();
    for (int i = 0; i < migrating.size(); i++) {
      if (failures.get(i).isPresent()) {
        failed.put(migrating.get(i), failures.get(i).map(Failure::of));
      }
    }
    return failed;
  }

  /** Takes down who of these runs here now. */
  void started(List<Step> steps) {
    steps.stream()
        .filter(step -> step.change() instanceof Service service && service.kind() == Kind.MIGRATE)
        .forEach(step -> crossing.started(step.change().subject()));
  }

  private Optional<String> leave(Step step) {
    Service service = (Service) step.change();
    Rendered rendered = service.rendered();
    // What cannot start here must not cost what runs there.
    return MissingSources.problem(rendered.spec().mounts())
        .or(() -> bound.letIn(rendered.spec(), line -> progress.output(step, line)))
        .map(why -> staying(step, why))
        .or(
            () ->
                crossing.leave(
                    rendered, service.isStarting(), line -> progress.output(step, line)));
  }

  /** The same failures, where one that had to end early with another runs there as before. */
  Map<Step, Optional<Failure>> staying(Map<Step, Optional<Failure>> failures) {
    Map<Step, Optional<Failure>> stayed = new HashMap<>();
    failures.forEach(
        (step, failure) ->
            stayed.put(
                step,
                failure.map(
                    found -> migrates(step) ? Failure.of(staying(step, found.message())) : found)));
    return stayed;
  }

  private String staying(Step step, String why) {
    return why
        + crossing.stay(List.of(step.change().subject())).map(problem -> "; " + problem).orElse("");
  }

  private static boolean migrates(Step step) {
    return step.change() instanceof Service service && service.isComingOver();
  }

  /** A task that has ended there; nothing of it is to be run here. */
  private static boolean accompanies(Step step, Observed observed) {
    return step.change() instanceof Change.AdoptTask task
        && observed.elsewhere().containsKey(task.subject());
  }

  /** Takes down that a task goes with the others, before anything else knows it as done. */
  void accompany(Step step) {
    if (accompanies(step, observed)) {
      crossing.accompany(List.of(step.change().subject()));
    }
  }

  /** What becomes of a step that a fault has ended: one that has left does not stay nowhere. */
  Failure faulted(Step step, String why) {
    if (!migrates(step) || !crossing.underWay().contains(step.change().subject())) {
      return Failure.of(why);
    }
    return WaysBack.goBack(this, (Service) step.change(), why);
  }

  @Override
  public boolean isPossible(Service service) {
    return onFailure && service.kind() == Kind.MIGRATE;
  }

  @Override
  public String outcome(Service service) {
    return "it is on the other engine again, as it was";
  }

  @Override
  public Optional<String> restore(Service service) {
    String name = service.subject();
    Optional<String> unit = service.rendered().unit().map(UnitFile::name);
    unit.ifPresent(started -> systemctl.stop(List.of(started)));
    CommandResult removed = control.remove(name, service.rendered().spec().stopGracePeriod());
    if (!removed.succeeded()) {
      return Optional.of(removed.lastWords());
    }
    if (unit.isPresent()) {
      systemctl.disable(List.of(unit.get()));
      KeptFormers.restore(Objects.requireNonNull(before.get(name), name), paths, systemctl);
      CommandResult reloaded = systemctl.daemonReload();
      if (!reloaded.succeeded()) {
        return Optional.of(reloaded.lastWords());
      }
      systemctl.resetFailed(List.of(unit.get()));
    }
    records.remove(name);
    return crossing.goBack(name);
  }

  /** Takes down who is here and well: by this run, or by one that was killed before it could. */
  void arrived(List<StepResult> results, Wanted wanted) {
    Set<String> done = new HashSet<>(unchanged);
    results.stream()
        .filter(result -> result.outcome() == Outcome.DONE)
        .forEach(result -> done.add(result.step().change().subject()));
    crossing
        .stay(
            results.stream()
                .filter(result -> result.outcome() == Outcome.SKIPPED && migrates(result.step()))
                .map(result -> result.step().change().subject())
                .toList())
        .ifPresent(progress::note);
    List<String> here = wanted.containers().map(Rendered::name).filter(done::contains).toList();
    crossing.arrived(here);
  }
}
