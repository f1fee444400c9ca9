package dev.berth.apply;

import dev.berth.model.Care;
import dev.berth.model.Change.Service;
import dev.berth.model.LegacyContainer;
import dev.berth.model.Observed;
import dev.berth.model.Plan;
import dev.berth.model.RenderedState;
import dev.berth.model.ServiceFiles;
import dev.berth.model.Step;
import dev.berth.model.operation.ContainerOperation.RenameContainer;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.NodeId;
import dev.berth.plan.lowering.LegacyReturn;
import dev.berth.plan.lowering.LegacySnapshot;
import dev.berth.plan.lowering.UnitPredecessors;
import dev.berth.run.Result;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gives a service back to Paunch or tripleo-ansible, whose container was set aside and not removed,
 * and whose units were stopped and kept, until Berth's own service is known to be well.
 */
final class FormerReturn implements WayBack {
  private final StepOperations operations;
  private final UnitReturn units;
  private final RenderedState wanted;
  private final boolean onFailure;

  /** What each service with a unit had on disk that is to be taken over, by container. */
  private final Map<String, ServiceFiles> ours = new HashMap<>();

  /** The same of its former. */
  private final Map<String, LegacySnapshot> traces = new HashMap<>();

  /** The formers that are set aside. */
  private final Map<String, LegacyContainer> aside = new ConcurrentHashMap<>();

  /** Those that came back. */
  private final Set<String> restored = ConcurrentHashMap.newKeySet();

  /**
   * Reads what there is; called before anything is written.
   *
   * @param onFailure whether a service that does not come up gives way to its former
   */
  FormerReturn(
      StepOperations operations,
      UnitReturn units,
      UnitPredecessors formers,
      Plan plan,
      RenderedState wanted,
      Observed observed,
      boolean onFailure) {
    this.operations = operations;
    this.units = units;
    this.wanted = wanted;
    this.onFailure = onFailure;
    for (Step step : plan.steps()) {
      if (step.change() instanceof Service service) {
        observed
            .legacy(service.subject())
            .ifPresent(
                former -> {
                  if (service.rendered().care() == Care.UNIT) {
                    ours.put(service.subject(), formers.beforeTakeOver(service));
                  }
                  formers
                      .legacy(service.subject())
                      .ifPresent(
                          state ->
                              traces.put(service.subject(), new LegacySnapshot(former, state)));
                });
      }
    }
  }

  /** Whether its container is to be set aside, and not removed. */
  boolean keeps(LegacyContainer former) {
    return traces.containsKey(former.name()) && former.container().isPresent();
  }

  /** Its container is set aside now. */
  void setAside(LegacyContainer former) {
    aside.put(former.name(), former);
  }

  /** Those that are set aside. */
  List<LegacyContainer> aside() {
    return List.copyOf(aside.values());
  }

  @Override
  public boolean isPossible(Service service) {
    return onFailure && aside.containsKey(service.subject());
  }

  /** Whether it has gone back by now. */
  boolean isRestored(String container) {
    return restored.contains(container);
  }

  @Override
  public String outcome(Service service) {
    return traces(service.subject()).outcome();
  }

  @Override
  public Optional<String> restore(Service service) {
    return restore(service.subject());
  }

  /**
   * Goes back, with those that systemd or the engine stops with it.
   *
   * @return why it could not be done
   */
  synchronized Optional<String> restore(String container) {
    List<LegacySnapshot> group = new ArrayList<>(List.of(traces(container)));
    wanted.followers(container).stream()
        .filter(aside::containsKey)
        .map(this::traces)
        .forEach(group::add);
    List<Node> nodes = LegacyReturn.of(group, wanted, ours, units.takeDependents(container));
    Map<NodeId, Result> results = operations.results(nodes);
    for (Node node : nodes) {
      if (node.operation() instanceof RenameContainer renamed
          && results.get(node.id()) instanceof Result.Done) {
        group.stream()
            .map(LegacySnapshot::former)
            .filter(former -> former.ownName().equals(renamed.to()))
            .forEach(
                former -> {
                  aside.remove(former.name());
                  restored.add(former.name());
                });
      }
    }
    return StepOperations.first(nodes, results).map(dev.berth.run.Failure::words);
  }

  /** Has the former units again, and starts those that were up. */
  Optional<String> begin(LegacySnapshot back) {
    return problem(LegacyReturn.begin(List.of(back)));
  }

  /**
   * Gives units back that were only untied and disabled, and were not stopped; what went wrong.
   *
   * @param back those that nothing else has happened to
   */
  Optional<String> tie(Collection<LegacySnapshot> back) {
    return problem(LegacyReturn.tie(back));
  }

  private Optional<String> problem(List<Node> nodes) {
    return StepOperations.first(nodes, operations.results(nodes)).map(dev.berth.run.Failure::words);
  }

  LegacySnapshot traces(String container) {
    return Objects.requireNonNull(traces.get(container), container);
  }
}
