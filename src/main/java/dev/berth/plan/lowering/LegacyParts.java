package dev.berth.plan.lowering;

import dev.berth.model.Change.AdoptTask;
import dev.berth.model.Change.RemoveLegacy;
import dev.berth.model.Change.RunTask;
import dev.berth.model.Change.Service;
import dev.berth.model.ContainerName;
import dev.berth.model.LegacyContainer;
import dev.berth.model.Observed;
import dev.berth.model.Plan;
import dev.berth.model.Rendered;
import dev.berth.model.RenderedState;
import dev.berth.model.Step;
import dev.berth.model.operation.Behalf;
import dev.berth.model.operation.FileOperation.RemoveUnit;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.NodeId;
import dev.berth.plan.lowering.Nodes.Place;
import dev.berth.plan.lowering.PlanLowering.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** How what Paunch left makes way within a plan: each container once, and disabled once. */
final class LegacyParts {
  private final Plan plan;
  private final Observed observed;
  private final Nodes nodes;
  private final Map<NodeId, Part> parts;
  private final LegacyLowering lowering;
  private final Map<ContainerName, Rendered> adoptedTasks = new HashMap<>();

  /** The numbers of the steps that take containers over or away, by on whose behalf theirs are. */
  private final Map<Behalf, Integer> steps = new HashMap<>();

  /** The containers of which what was left does not start at boot any more. */
  private final Set<ContainerName> disabled = new HashSet<>();

  /** Where what was left of a container is gone, or set aside, by its name. */
  private final Map<ContainerName, Place> taken = new HashMap<>();

  private boolean isStale;

  /** The parts of a plan whose operations these are. */
  LegacyParts(
      Plan plan, RenderedState wanted, Observed observed, Nodes nodes, Map<NodeId, Part> parts) {
    this.plan = plan;
    this.observed = observed;
    this.nodes = nodes;
    this.parts = parts;
    this.lowering =
        new LegacyLowering(
            wanted,
            observed,
            plan.steps().stream()
                .filter(step -> of(step).isPresent())
                .flatMap(step -> step.change().about().stream())
                .collect(Collectors.toSet()));
    for (Step step : plan.steps()) {
      if (step.change() instanceof AdoptTask task) {
        adoptedTasks.put(task.rendered().name(), task.rendered());
      }
      of(step)
          .ifPresent(
              container -> steps.put(LegacyLowering.behalf(container.name()), step.number()));
    }
  }

  /** What was left of the container that a step takes over, or away; empty where nothing was. */
  Optional<LegacyContainer> of(Step step) {
    return switch (step.change()) {
      case RemoveLegacy remove -> Optional.of(remove.former());
      case Service service -> observed.legacy(service.name());
      case RunTask task -> observed.legacy(task.rendered().name());
      case AdoptTask task -> observed.legacy(task.rendered().name());
      default -> Optional.empty();
    };
  }

  /** Those of some steps. */
  List<LegacyContainer> of(Predicate<Step> which) {
    return plan.steps().stream().filter(which).flatMap(step -> of(step).stream()).toList();
  }

  /** Whether systemd may know units whose files are gone by then. */
  boolean isStale() {
    return isStale;
  }

  /** The end of what was set aside. */
  List<Node> over(List<LegacyContainer> aside) {
    return lowering.over(aside);
  }

  /** Keeps theirs from starting at boot; ours do from then on. */
  Place disable(List<LegacyContainer> containers, Place place) {
    return nodes.graft(new Behalf.Shared(), lowering.disable(toDisable(containers)), place);
  }

  private List<LegacyContainer> toDisable(List<LegacyContainer> containers) {
    return containers.stream().filter(container -> disabled.add(container.name())).toList();
  }

  /**
   * They make way, with those in their namespaces, which go with them.
   *
   * @param isKept whether one is set aside, and not removed
   * @return where they have; others that went with them need not have
   */
  Place takeAway(List<LegacyContainer> containers, Predicate<LegacyContainer> isKept, Place first) {
    List<LegacyContainer> all =
        lowering.withThoseInTheirNamespaces(containers).stream()
            .filter(container -> taken.putIfAbsent(container.name(), first) == null)
            .toList();
    List<Node> part = lowering.takeAway(toDisable(containers), all, adoptedTasks, isKept);
    isStale |= part.stream().anyMatch(node -> node.operation() instanceof RemoveUnit);
    List<Node> added = new ArrayList<>();
    nodes.graft(
        new Behalf.Shared(),
        part,
        first,
        node -> steps.getOrDefault(node.id().behalf(), 0),
        added::add);
    added.forEach(node -> parts.put(node.id(), Part.LEGACY));
    for (LegacyContainer container : all) {
      taken.put(container.name(), own(added, LegacyLowering.behalf(container.name()), first));
    }
    Place place = first;
    for (LegacyContainer container : containers) {
      place = place.and(taken.getOrDefault(container.name(), Place.FIRST));
    }
    return place;
  }

  /** Where those on one behalf have succeeded, and all are over. */
  private static Place own(List<Node> added, Behalf behalf, Place first) {
    Set<NodeId> needed = new HashSet<>(first.after());
    Set<NodeId> over = new HashSet<>(first.afterEnd());
    for (Node node : added) {
      (node.essential() && node.id().behalf().equals(behalf) ? needed : over).add(node.id());
    }
    return new Place(needed, over);
  }
}
