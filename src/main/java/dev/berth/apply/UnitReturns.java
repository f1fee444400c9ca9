package dev.berth.apply;

import dev.berth.apply.StepResult.Outcome;
import dev.berth.model.Change.Service;
import dev.berth.model.Change.Service.Kind;
import dev.berth.model.ContainerName;
import dev.berth.model.RenderedState;
import dev.berth.model.ServiceFiles;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.NodeId;
import dev.berth.plan.lowering.SystemdReturn;
import dev.berth.plan.lowering.UnitPredecessors;
import dev.berth.run.Result;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Has services with units go back: those that failed, and those whose turn never came. */
final class UnitReturns {
  private final StepOperations operations;
  private final UnitPredecessors formers;
  private final RenderedState wanted;
  private final Set<ContainerName> begun = new HashSet<>();

  /** What those have on disk whose turn has not come, by container. */
  private final Map<ContainerName, ServiceFiles> waiting = new HashMap<>();

  /** One for which nobody waits for his turn yet. */
  UnitReturns(StepOperations operations, UnitPredecessors formers, RenderedState wanted) {
    this.operations = operations;
    this.formers = formers;
    this.wanted = wanted;
  }

  /** It is about to be written, and waits for its turn from now on. */
  void await(Service service) {
    if (!begun.contains(service.name())) {
      formers.untouched(service).ifPresent(files -> waiting.putIfAbsent(service.name(), files));
    }
  }

  /** Its turn has come. */
  void begun(Service service) {
    begun.add(service.name());
    waiting.remove(service.name());
  }

  /** Whether there is anything to go back to. */
  boolean isPossible(Service service) {
    return formers.of(service.name()).isPresent();
  }

  /** What takes several back that failed together, at least one. */
  List<Node> lower(List<Service> failed) {
    Map<ContainerName, ServiceFiles> dependents = new HashMap<>();
    failed.forEach(service -> dependents.putAll(takeDependents(service.name())));
    return SystemdReturn.of(failed, dependents, wanted, formers);
  }

  /**
   * What those had on disk that depend on this one and wait for their turn, by container: they do
   * not begin any more, as it failed, and who asks gives it back to them.
   */
  Map<ContainerName, ServiceFiles> takeDependents(ContainerName container) {
    Map<ContainerName, ServiceFiles> found = new HashMap<>();
    for (ContainerName dependent : wanted.dependents(container)) {
      Optional.ofNullable(waiting.remove(dependent))
          .ifPresent(files -> found.put(dependent, files));
    }
    return found;
  }

  /** Puts back whatever has not begun by now. */
  void restoreAll() {
    Map<ContainerName, ServiceFiles> left = Map.copyOf(waiting);
    waiting.clear();
    operations.require(SystemdReturn.untouched(left));
  }

  /**
   * Starts what a killed run had stopped and whose turn never came now: it has its files back. What
   * needs one that failed stays down.
   *
   * @param results of the whole run
   * @return those that run as they did
   */
  Set<ContainerName> resume(List<StepResult> results) {
    Set<ContainerName> barred =
        results.stream()
            .filter(result -> result.outcome() == Outcome.FAILED)
            .flatMap(result -> result.step().change().about().stream())
            .flatMap(name -> wanted.followers(name).stream())
            .collect(Collectors.toSet());
    List<Service> stopped =
        results.stream()
            .filter(this::hasNotBegun)
            .flatMap(UnitReturns::service)
            .filter(formers::wasStopped)
            .filter(service -> !barred.contains(service.name()))
            .toList();
    List<Node> nodes = SystemdReturn.resume(stopped);
    Map<NodeId, Result> started = operations.results(nodes);
    Set<ContainerName> resumed = new HashSet<>();
    for (int i = 0; i < nodes.size(); i++) {
      if (started.get(nodes.get(i).id()) instanceof Result.Done) {
        resumed.add(stopped.get(i).name());
      }
    }
    return resumed;
  }

  private boolean hasNotBegun(StepResult result) {
    return result.outcome() == Outcome.SKIPPED
        || (result.outcome() == Outcome.FAILED
            && result.step().change().about().filter(begun::contains).isEmpty());
  }

  private static Stream<Service> service(StepResult result) {
    return Stream.of(result.step().change())
        .filter(Service.class::isInstance)
        .map(Service.class::cast);
  }

  /**
   * Forgets what was kept of those that are well by now, or back, or gone for good. One that failed
   * and is not back keeps it: the next run may go back yet.
   *
   * @param kept all of which something is kept
   * @param results of the whole run
   * @param runs the containers that were skipped, and are what they were
   * @param isAside whether one that failed left what was set aside for it
   * @param interrupted whether nobody has waited for the health of those that are done
   */
  void forget(
      Set<ContainerName> kept,
      List<StepResult> results,
      Set<ContainerName> runs,
      Predicate<ContainerName> isAside,
      boolean interrupted) {
    Map<ContainerName, StepResult> steps = new HashMap<>();
    results.stream()
        .filter(result -> result.step().change() instanceof Service)
        .forEach(result -> steps.put(((Service) result.step().change()).name(), result));
    operations.results(
        SystemdReturn.forget(
            kept.stream()
                .filter(
                    name ->
                        Optional.ofNullable(steps.get(name))
                            .map(it -> !isOpen(it, runs.contains(name), isAside, interrupted))
                            .orElseGet(() -> !formers.isLeft(name, wanted)))
                .sorted()
                .toList()));
  }

  private boolean isOpen(
      StepResult result, boolean runs, Predicate<ContainerName> isAside, boolean interrupted) {
    Service service = (Service) result.step().change();
    ContainerName name = service.name();
    return switch (result.outcome()) {
      case DONE -> !service.isComingOver() && (interrupted || !service.isLookedAt());
      case RESTORED -> false;
      case FAILED -> !runs && formers.mayGoBack(name, isAside.test(name));
      case SKIPPED -> !runs && formers.isOfKilledRun(name) && service.kind() != Kind.ADOPT;
    };
  }
}
