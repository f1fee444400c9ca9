package dev.berth.apply;

import dev.berth.apply.StepResult.Outcome;
import dev.berth.model.Care;
import dev.berth.model.Change;
import dev.berth.model.Change.Service;
import dev.berth.model.Change.Service.Kind;
import dev.berth.model.Evacuation;
import dev.berth.model.Mount;
import dev.berth.model.Observed;
import dev.berth.model.Plan;
import dev.berth.model.Rendered;
import dev.berth.model.RenderedState;
import dev.berth.model.ServiceFiles;
import dev.berth.model.Step;
import dev.berth.model.operation.MigrationOperation.Mark;
import dev.berth.plan.BindLabels;
import dev.berth.plan.lowering.MigrationLowering;
import dev.berth.plan.lowering.MigrationReturn;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Services that come over from the host's other engine: each leaves there right before it starts
 * here, and goes back there where it does not get well here.
 */
final class Arrivals implements WayBack {
  private final MigrationPort crossing;
  private final StepOperations operations;
  private final Progress progress;
  private final Observed observed;
  private final Map<String, Evacuation> departing;
  private final HostPaths paths;
  private final boolean onFailure;

  /** What each that has a unit here had on disk before it left. */
  private final Map<String, ServiceFiles> before = new HashMap<>();

  /** The containers that a killed run has begun to bring over: what is here of them it wrote. */
  private final Set<String> begunBefore;

  /** The containers that nothing keeps from starting here. */
  private final Set<String> left = new HashSet<>();

  /**
   * Those of a run.
   *
   * @param departing what goes with each, by container
   */
  Arrivals(
      MigrationPort crossing,
      StepOperations operations,
      Progress progress,
      Observed observed,
      Map<String, Evacuation> departing,
      HostPaths paths,
      boolean onFailure) {
    this.crossing = crossing;
    this.begunBefore = crossing.underWay();
    this.operations = operations;
    this.progress = progress;
    this.observed = observed;
    this.departing = departing;
    this.paths = paths;
    this.onFailure = onFailure;
  }

  /** The names of those that a plan brings over, or that have ended there. */
  static List<String> of(Plan plan, Observed observed) {
    return plan.steps().stream()
        .filter(
            step ->
                migrates(step)
                    || (step.change() instanceof Change.AdoptTask task
                        && observed.peers().containsKey(task.subject())))
        .map(step -> step.change().subject())
        .toList();
  }

  /** Clears the way for those of these steps that migrate; what went wrong with each. */
  Map<Step, Optional<Failure>> leave(List<Step> batch) {
    Map<Step, Optional<Failure>> failed = new HashMap<>();
    batch.stream()
        .filter(Arrivals::migrates)
        .forEach(
            step -> leave(step).ifPresent(why -> failed.put(step, Optional.of(Failure.of(why)))));
    return failed;
  }

  private synchronized Optional<String> leave(Step step) {
    Service service = (Service) step.change();
    String name = service.subject();
    Evacuation leaver = Objects.requireNonNull(departing.get(name), name).without(left);
    if (service.rendered().care() == Care.UNIT) {
      ServiceFiles files = KeptPredecessors.filesOf(service, observed, paths);
      before.put(name, begunBefore.contains(name) ? files.absent() : files);
    }
    Optional<String> failure =
        operations
            .run(step, MigrationLowering.leaving(step, leaver, denied(service, observed)))
            .problem();
    if (failure.isEmpty()) {
      left.add(name);
      return failure;
    }
    List<String> going =
        underWay(Stream.concat(leaver.sharers().stream(), Stream.of(name)).toList());
    Map<String, String> problems = goBack(going);
    String why = failure.get() + notBack(leaver.sharers(), problems);
    return Optional.of(
        !going.contains(name)
            ? why
            : problems.containsKey(name)
                ? why + "; going back failed as well: " + problems.get(name)
                : why + "; it runs on " + leaver.engine() + " as before");
  }

  /** The paths that a service binds and that SELinux would deny to it. */
  static List<String> denied(Service service, Observed observed) {
    return BindLabels.denied(service.rendered().spec(), observed.labels()).stream()
        .map(Mount::source)
        .toList();
  }

  private List<String> underWay(Collection<String> containers) {
    Set<String> underWay = crossing.underWay();
    return containers.stream().filter(underWay::contains).toList();
  }

  private Map<String, String> goBack(List<String> containers) {
    return containers.isEmpty()
        ? Map.of()
        : operations.run(MigrationReturn.there(crossing.returning(containers)));
  }

  private static String notBack(List<String> containers, Map<String, String> problems) {
    return containers.stream()
        .filter(problems::containsKey)
        .map(name -> "; '" + name + "' is not back: " + problems.get(name))
        .collect(Collectors.joining());
  }

  /** Has those of these there that were ended early, with another one; what went wrong. */
  private synchronized String stay(List<String> containers) {
    return notBack(containers, goBack(underWay(containers)));
  }

  /** The same failure; where one had to end early with another, it runs there as before. */
  Failure staying(Step step, Failure failure) {
    return migrates(step)
        ? Failure.of(failure.message() + stay(List.of(step.change().subject())))
        : failure;
  }

  private static boolean migrates(Step step) {
    return step.change() instanceof Service service && service.isComingOver();
  }

  /** What becomes of a step that a fault has ended: one that has left does not stay nowhere. */
  Failure faulted(Step step, String why) {
    return migrates(step) && !underWay(List.of(step.change().subject())).isEmpty()
        ? WaysBack.goBack(this, (Service) step.change(), why)
        : Failure.of(why);
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
  public synchronized Optional<String> restore(Service service) {
    String name = service.subject();
    Map<String, String> problems =
        operations.run(MigrationReturn.endHere(service, Optional.ofNullable(before.get(name))));
    return Optional.ofNullable(
        problems.isEmpty() ? goBack(List.of(name)).get(name) : problems.get(name));
  }

  /** Records who is here and well: by this run, or by one that was killed before it could. */
  void arrived(List<StepResult> results, RenderedState wanted, Collection<String> unchanged) {
    Set<String> done = new HashSet<>(unchanged);
    results.stream()
        .filter(result -> result.outcome() == Outcome.DONE)
        .forEach(result -> done.add(result.step().change().subject()));
    String problems =
        stay(
            results.stream()
                .filter(result -> result.outcome() == Outcome.SKIPPED && migrates(result.step()))
                .map(result -> result.step().change().subject())
                .toList());
    if (!problems.isEmpty()) {
      progress.note(problems.substring(2));
    }
    operations.run(
        MigrationLowering.journal(
            underWay(wanted.containers().map(Rendered::name).filter(done::contains).toList()),
            Mark.ARRIVED));
  }
}
