package dev.berth.apply;

import dev.berth.engine.ContainerRuntime;
import dev.berth.model.Change.Service;
import dev.berth.model.ContainerName;
import dev.berth.model.Kept;
import dev.berth.model.Observed;
import dev.berth.model.RenderedState;
import dev.berth.model.operation.LookOperation;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.NodeId;
import dev.berth.plan.lowering.EnginePredecessors;
import dev.berth.plan.lowering.EngineReturn;
import dev.berth.run.Result;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Takes services in the engine's own care back to what was set aside for them. */
final class EngineReturns {
  private final ContainerRuntime runtime;
  private final StepOperations operations;
  private final EnginePredecessors formers;
  private final RenderedState wanted;
  private final Observed observed;
  private final boolean goesBack;

  /** What waits, by container. */
  private final Map<ContainerName, Kept> waiting = new HashMap<>();

  /** Those that a killed run has set aside, and whose turn has not come. */
  private final Set<ContainerName> ofKilledRun = new HashSet<>();

  /** Those that went back because what they need did: they are no more what was wanted. */
  private final Set<ContainerName> broughtAlong = new HashSet<>();

  /** Those that go back with one that failed, by container. */
  private final Map<ContainerName, Set<ContainerName>> together = new HashMap<>();

  /** Those that could not be brought back. */
  private final Set<ContainerName> left = new HashSet<>();

  /** Nothing begun yet. */
  EngineReturns(
      ContainerRuntime runtime,
      StepOperations operations,
      EnginePredecessors formers,
      RenderedState wanted,
      Observed observed,
      boolean goesBack) {
    this.runtime = runtime;
    this.operations = operations;
    this.formers = formers;
    this.wanted = wanted;
    this.observed = observed;
    this.goesBack = goesBack;
    wanted
        .containers()
        .forEach(
            rendered ->
                formers
                    .ofKilledRun(rendered)
                    .ifPresent(
                        kept -> {
                          waiting.put(rendered.name(), kept);
                          ofKilledRun.add(rendered.name());
                        }));
  }

  /** Its turn comes now. */
  void begin(Service service) {
    formers
        .setAside(service)
        .ifPresent(
            kept -> {
              waiting.put(service.name(), kept);
              ofKilledRun.remove(service.name());
            });
  }

  /** Whether something waits for this one, and is to be gone back to. */
  boolean isPossible(Service service) {
    return goesBack && waiting.containsKey(service.name());
  }

  /**
   * What takes several back that failed together, at least one.
   *
   * @throws RuntimeException where the engine does not say what is there
   */
  List<Node> lower(List<ContainerName> failed) {
    Map<ContainerName, Kept> former = Map.copyOf(waiting);
    List<Node> nodes = EngineReturn.of(failed, wanted, observed, former, aside(former.keySet()));
    for (ContainerName name : failed) {
      Set<ContainerName> closure = EngineReturn.together(name, wanted, observed, former);
      together.put(name, closure);
      closure.stream()
          .filter(member -> waiting.remove(member) != null && !failed.contains(member))
          .forEach(broughtAlong::add);
    }
    return nodes;
  }

  /** Whether one is back, and all that go with it. */
  Result outcome(ContainerName container, List<Node> nodes, Map<NodeId, Result> results) {
    Map<ContainerName, Result> failures = failures(nodes, results);
    Set<ContainerName> closure = together.getOrDefault(container, Set.of(container));
    return nodes.stream()
        .map(EngineReturn::container)
        .filter(closure::contains)
        .flatMap(member -> Optional.ofNullable(failures.get(member)).stream())
        .findFirst()
        .orElseGet(Result::done);
  }

  /** Where a name is still the former's own, it never got as far as being set aside. */
  private Set<ContainerName> aside(Collection<ContainerName> containers) {
    Set<ContainerName> there =
        runtime.runs(containers.stream().map(EnginePredecessors::aside).toList()).keySet();
    Set<ContainerName> aside = new HashSet<>(containers);
    aside.removeIf(name -> !there.contains(EnginePredecessors.aside(name)));
    return aside;
  }

  /** What went wrong first with each, by container. */
  private Map<ContainerName, Result> failures(List<Node> nodes, Map<NodeId, Result> results) {
    Map<ContainerName, Result> failures = new HashMap<>();
    for (Node node : nodes) {
      Result result = results.get(node.id());
      if (result != null) {
        ContainerName name = EngineReturn.container(node);
        if (result instanceof Result.Failed) {
          failures.putIfAbsent(name, result);
        }
        if (!result.letsOthersGoOn() && !(node.operation() instanceof LookOperation)) {
          left.add(name);
        }
      }
    }
    return failures;
  }

  /** Whether it went back with another one, in whose namespaces it is. */
  boolean isBroughtAlong(ContainerName container) {
    return broughtAlong.contains(container);
  }

  /** Whether a later run may go back to what this one could not bring back. */
  boolean isLeft(ContainerName container) {
    return left.contains(container);
  }

  /**
   * Those of which what waits is over.
   *
   * @param begun the containers that were started or watched
   * @param interrupted whether a later run is to see whether these are well
   */
  List<ContainerName> over(Set<ContainerName> begun, boolean interrupted) {
    return waiting.keySet().stream()
        .filter(name -> begun.contains(name) ? !interrupted : !ofKilledRun.contains(name))
        .toList();
  }

  /**
   * Brings back what a killed run had set aside for those whose turn never came now.
   *
   * @param results of the whole run
   * @return those that run as they did
   */
  Set<ContainerName> resume(List<StepResult> results) {
    Set<ContainerName> resumed = new HashSet<>();
    for (StepResult result : results) {
      if (result.outcome() != StepResult.Outcome.DONE
          && result.step().change() instanceof Service service
          && service.kind() != Service.Kind.WATCH
          && ofKilledRun.contains(service.name())
          && isPossible(service)) {
        ContainerName name = service.name();
        Kept former = Objects.requireNonNull(waiting.remove(name));
        List<Node> nodes = EngineReturn.resume(name, wanted, observed, former, aside(Set.of(name)));
        if (failures(nodes, operations.results(nodes)).isEmpty()) {
          resumed.add(name);
        }
      }
    }
    return resumed;
  }
}
