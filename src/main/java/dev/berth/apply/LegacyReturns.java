package dev.berth.apply;

import dev.berth.apply.StepResult.Outcome;
import dev.berth.model.Care;
import dev.berth.model.Change.Service;
import dev.berth.model.ContainerName;
import dev.berth.model.LegacyContainer;
import dev.berth.model.Observed;
import dev.berth.model.Plan;
import dev.berth.model.RenderedState;
import dev.berth.model.ServiceFiles;
import dev.berth.model.Step;
import dev.berth.model.operation.Behalf;
import dev.berth.model.operation.ContainerOperation.RenameContainer;
import dev.berth.model.operation.FileOperation.RemoveUnit;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.NodeId;
import dev.berth.plan.lowering.LegacyLowering;
import dev.berth.plan.lowering.LegacyReturn;
import dev.berth.plan.lowering.LegacySnapshot;
import dev.berth.plan.lowering.PlanLowering.Forward;
import dev.berth.plan.lowering.PlanLowering.Part;
import dev.berth.plan.lowering.UnitPredecessors;
import dev.berth.run.Reasons;
import dev.berth.run.Result;
import dev.berth.systemd.SystemdException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What becomes of what Paunch or tripleo-ansible left of services: its container is set aside and
 * not removed, and its units are stopped and kept, until Berth's own service is known to be well.
 */
final class LegacyReturns {
  private final RenderedState wanted;
  private final boolean onFailure;
  private final LegacyLowering lowering;

  /** What each service with a unit had on disk that is to be taken over, by container. */
  private final Map<ContainerName, ServiceFiles> ours = new HashMap<>();

  /** What was left of it, by container. */
  private final Map<ContainerName, LegacySnapshot> snapshots = new LinkedHashMap<>();

  /** What makes way for it, by container. */
  private final Map<Behalf, List<Node>> making = new HashMap<>();

  /** What became of all operations so far. */
  private final Map<NodeId, Result> results;

  /** Those that came back. */
  private final Set<ContainerName> restored = new HashSet<>();

  /**
   * Reads what there is; called before anything is written.
   *
   * @param results what becomes of the operations; it grows while they are carried out
   * @param onFailure whether a service that does not come up gives way to its former
   */
  LegacyReturns(
      Plan plan,
      RenderedState wanted,
      Observed observed,
      UnitPredecessors predecessors,
      Forward forward,
      Map<NodeId, Result> results,
      boolean onFailure) {
    this.wanted = wanted;
    this.results = results;
    this.onFailure = onFailure;
    this.lowering = new LegacyLowering(wanted, observed, Set.of());
    for (Step step : plan.steps()) {
      if (step.change() instanceof Service service) {
        ContainerName name = service.name();
        observed
            .legacy(name)
            .ifPresent(
                former -> {
                  if (service.rendered().care() == Care.UNIT) {
                    ours.put(name, predecessors.beforeTakeOver(service));
                  }
                  predecessors
                      .legacy(name)
                      .ifPresent(state -> snapshots.put(name, new LegacySnapshot(former, state)));
                });
      }
    }
    for (Node node : forward.nodes()) {
      if (forward.parts().get(node.id()) == Part.LEGACY) {
        making.computeIfAbsent(node.id().behalf(), key -> new ArrayList<>()).add(node);
      }
    }
  }

  private List<Node> making(ContainerName container) {
    return making.getOrDefault(LegacyLowering.behalf(container), List.of());
  }

  /** Whether its container is set aside by now; one whose turn has come made way before. */
  private boolean isAside(ContainerName container) {
    LegacySnapshot snapshot = snapshots.get(container);
    return snapshot != null
        && snapshot.former().container().isPresent()
        && !restored.contains(container)
        && making(container).stream()
            .filter(Node::essential)
            .allMatch(node -> results.get(node.id()) instanceof Result.Done);
  }

  /** Whether it can have back what was left, and shall. */
  boolean isPossible(Service service) {
    return onFailure && isAside(service.name());
  }

  /** Whether it has gone back by now. */
  boolean isRestored(ContainerName container) {
    return restored.contains(container);
  }

  /** How it is once it went back, in words. */
  String outcome(ContainerName container) {
    return snapshot(container).outcome();
  }

  private LegacySnapshot snapshot(ContainerName container) {
    return Objects.requireNonNull(snapshots.get(container), container.text());
  }

  /** An operation was carried out: whose container has its own name again came back. */
  void done(Node node) {
    if (node.operation() instanceof RenameContainer renamed) {
      snapshots.forEach(
          (name, snapshot) -> {
            if (renamed.to().equals(snapshot.former().ownName())
                && renamed.container().equals(snapshot.former().asideName())) {
              restored.add(name);
            }
          });
    }
  }

  /** What takes one back, with those that systemd or the engine stops with it. */
  List<Node> lower(ContainerName container, UnitReturns units) {
    List<LegacySnapshot> group = new ArrayList<>(List.of(snapshot(container)));
    wanted.followers(container).stream()
        .filter(this::isAside)
        .map(this::snapshot)
        .forEach(group::add);
    return LegacyReturn.of(group, wanted, ours, units.takeDependents(container));
  }

  /**
   * Ends what is over: of services that are well, what was set aside for them goes; those whose
   * turn never came are given back; and systemd forgets the units that are gone.
   *
   * @param steps what became of them
   * @param failures what failed in the end, so that a later run may need what was set aside
   * @return what went wrong here
   */
  Map<Step, StepFailure> end(
      List<StepResult> steps,
      Map<Step, StepFailure> failures,
      StepOperations operations,
      UnitReturns units) {
    List<LegacyContainer> over = new ArrayList<>();
    List<LegacySnapshot> untouched = new ArrayList<>();
    Map<Step, StepFailure> wrong = new HashMap<>();
    for (StepResult result : steps) {
      if (!(result.step().change() instanceof Service service)) {
        continue;
      }
      ContainerName name = service.name();
      if (!snapshots.containsKey(name) || restored.contains(name)) {
        continue;
      }
      boolean isBegun = isBegun(name);
      if ((isBegun || result.outcome() != Outcome.SKIPPED) && isAside(name)) {
        if (result.outcome() == Outcome.DONE && !failures.containsKey(result.step())) {
          over.add(snapshot(name).former());
        } else if (result.outcome() == Outcome.SKIPPED) {
          operations
              .outcome(lower(name, units))
              .problem()
              .ifPresent(
                  why -> wrong.put(result.step(), StepFailure.of("going back failed: " + why)));
        }
      } else if (result.outcome() != Outcome.DONE && isBegun) {
        wrong.put(result.step(), givenBack(name, result.message(), operations));
      } else if (result.outcome() != Outcome.DONE) {
        untouched.add(snapshot(name));
      }
    }
    List<Node> removal = lowering.over(over);
    Map<Behalf, String> notRemoved = Reasons.byBehalf(removal, operations.results(removal));
    for (StepResult result : steps) {
      String why =
          result.step().change() instanceof Service service
              ? notRemoved.get(LegacyLowering.behalf(service.name()))
              : null;
      if (why != null) {
        wrong.put(
            result.step(),
            StepFailure.of("runs, but what was set aside for it cannot be removed: " + why));
      }
    }
    operations
        .outcome(LegacyReturn.tie(untouched))
        .problem()
        .ifPresent(
            why -> {
              throw new SystemdException(why);
            });
    // Who gave units back has told systemd; a killed run may have removed files and not come to it.
    if (untouched.isEmpty() && (isStale() || !over.isEmpty())) {
      operations.require(LegacyLowering.told());
    }
    return wrong;
  }

  /** Whether anything was tried to make way. */
  private boolean isBegun(ContainerName container) {
    return making(container).stream()
        .anyMatch(node -> !(results.get(node.id()) instanceof Result.Skipped));
  }

  /** Whether systemd may know units whose files are gone. */
  private boolean isStale() {
    return making.values().stream()
        .flatMap(List::stream)
        .filter(node -> node.operation() instanceof RemoveUnit)
        .anyMatch(node -> !(results.get(node.id()) instanceof Result.Skipped));
  }

  /** What was stopped, or only in part, and could not be set aside runs again as it did. */
  private StepFailure givenBack(ContainerName name, String why, StepOperations operations) {
    return operations
        .outcome(LegacyReturn.begin(List.of(snapshot(name))))
        .problem()
        .map(problem -> StepFailure.of(why + "; going back failed as well: " + problem))
        .orElseGet(() -> new StepFailure(why + "; " + outcome(name), true));
  }
}
