package dev.berth.apply;

import dev.berth.apply.StepResult.Outcome;
import dev.berth.model.Care;
import dev.berth.model.Change;
import dev.berth.model.Change.Service;
import dev.berth.model.Change.Service.Kind;
import dev.berth.model.ContainerName;
import dev.berth.model.Evacuation;
import dev.berth.model.Mount;
import dev.berth.model.Observed;
import dev.berth.model.Plan;
import dev.berth.model.Rendered;
import dev.berth.model.RenderedState;
import dev.berth.model.Returning;
import dev.berth.model.ServiceFiles;
import dev.berth.model.Step;
import dev.berth.model.operation.MigrationOperation.Mark;
import dev.berth.model.operation.Node;
import dev.berth.plan.BindLabels;
import dev.berth.plan.lowering.MigrationLowering;
import dev.berth.plan.lowering.MigrationReturn;
import dev.berth.run.Reasons;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What becomes of services that come over from the host's other engine. */
final class MigrationReturns {
  private final MigrationPort crossing;
  private final Map<ContainerName, Evacuation> departing;
  private final boolean onFailure;

  /** What each that has a unit here had on disk before it left. */
  private final Map<ContainerName, ServiceFiles> before = new HashMap<>();

  /** Those that go back just now. */
  private final Set<ContainerName> going = new HashSet<>();

  /**
   * Reads what there is; called before anything is written.
   *
   * @param departing what goes with each, by container
   * @param onFailure whether one that does not get well here goes back
   */
  MigrationReturns(
      MigrationPort crossing,
      Plan plan,
      Observed observed,
      Map<ContainerName, Evacuation> departing,
      HostPaths paths,
      boolean onFailure) {
    this.crossing = crossing;
    this.departing = departing;
    this.onFailure = onFailure;
    // What is here of those that a killed run has begun to bring over it wrote.
    Set<ContainerName> begunBefore = crossing.underWay();
    for (Step step : plan.steps()) {
      if (step.change() instanceof Service service
          && service.isComingOver()
          && service.rendered().care() == Care.UNIT) {
        ServiceFiles files = KeptPredecessors.filesOf(service, observed, paths);
        before.put(service.name(), begunBefore.contains(service.name()) ? files.absent() : files);
      }
    }
  }

  /** The names of those that a plan brings over, or that have ended there. */
  static List<ContainerName> of(Plan plan, Observed observed) {
    return plan.steps().stream()
        .filter(
            step ->
                migrates(step)
                    || (step.change() instanceof Change.AdoptTask task
                        && observed.peers().containsKey(task.rendered().name())))
        .flatMap(step -> step.change().about().stream())
        .toList();
  }

  /** The paths that a service binds and that SELinux would deny to it. */
  static List<String> denied(Service service, Observed observed) {
    return BindLabels.denied(service.rendered().spec(), observed.labels()).stream()
        .map(Mount::source)
        .toList();
  }

  private static boolean migrates(Step step) {
    return step.change() instanceof Service service && service.isComingOver();
  }

  /** Those of these that are neither here for good nor there. */
  List<ContainerName> underWay(Collection<ContainerName> containers) {
    Set<ContainerName> underWay = crossing.underWay();
    return containers.stream().filter(underWay::contains).toList();
  }

  /** It with those that leave with it. */
  List<ContainerName> leaving(Service service) {
    Evacuation leaver = departing.get(service.name());
    return Stream.concat(
            leaver == null ? Stream.of() : leaver.sharers().stream(), Stream.of(service.name()))
        .toList();
  }

  /** Whether it goes back to the other engine, once it has left there. */
  boolean isPossible(Service service) {
    return onFailure && service.kind() == Kind.MIGRATE;
  }

  /** What ends one here. */
  List<Node> endHere(Service service) {
    return MigrationReturn.endHere(service, Optional.ofNullable(before.get(service.name())));
  }

  /**
   * What has those there again that are down, with those that could not go back before; who is on
   * its way is let alone until that is {@link #over}.
   */
  List<Node> there(List<ContainerName> containers) {
    if (containers.isEmpty()) {
      return List.of();
    }
    List<Returning> returning =
        crossing.returning(containers).stream()
            .filter(one -> containers.contains(one.container()) || !going.contains(one.container()))
            .toList();
    returning.forEach(one -> going.add(one.container()));
    return MigrationReturn.there(returning);
  }

  /** Their way back is over, however it went. */
  void over(Collection<ContainerName> containers) {
    containers.forEach(going::remove);
  }

  /** Who of these is not back, in words that follow others; empty where all are. */
  static String notBack(List<ContainerName> containers, Map<ContainerName, String> problems) {
    return containers.stream()
        .filter(problems::containsKey)
        .map(name -> "; '" + name + "' is not back: " + problems.get(name))
        .collect(Collectors.joining());
  }

  /** Why one that could not leave is as it is. */
  StepFailure notLeft(
      Service service, String why, List<ContainerName> back, Map<ContainerName, String> problems) {
    ContainerName name = service.name();
    Evacuation leaver = departing.get(name);
    String message = why + notBack(leaver == null ? List.of() : leaver.sharers(), problems);
    return StepFailure.of(
        !back.contains(name)
            ? message
            : problems.containsKey(name)
                ? message + "; going back failed as well: " + problems.get(name)
                : message
                    + (leaver == null ? "" : "; it runs on " + leaver.engine() + " as before"));
  }

  /** Records who is here and well: by this run, or by one that was killed before it could. */
  void arrived(
      List<StepResult> results,
      RenderedState wanted,
      Collection<ContainerName> unchanged,
      StepOperations operations,
      Progress progress) {
    Set<ContainerName> done = new HashSet<>(unchanged);
    results.stream()
        .filter(result -> result.outcome() == Outcome.DONE)
        .forEach(result -> result.step().change().about().ifPresent(done::add));
    List<ContainerName> skipped =
        results.stream()
            .filter(result -> result.outcome() == Outcome.SKIPPED && migrates(result.step()))
            .flatMap(result -> result.step().change().about().stream())
            .toList();
    List<Node> back = there(underWay(skipped));
    over(skipped);
    String problems = notBack(skipped, Reasons.byContainer(back, operations.results(back)));
    if (!problems.isEmpty()) {
      progress.note(problems.substring(2));
    }
    operations.results(
        MigrationLowering.journal(
            underWay(wanted.containers().map(Rendered::name).filter(done::contains).toList()),
            Mark.ARRIVED));
  }
}
