package dev.berth.plan.lowering;

import dev.berth.model.Change.Service;
import dev.berth.model.ContainerName;
import dev.berth.model.Evacuation;
import dev.berth.model.Step;
import dev.berth.model.operation.Behalf;
import dev.berth.model.operation.NodeId;
import dev.berth.plan.lowering.Nodes.Place;
import dev.berth.plan.lowering.PlanLowering.Part;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** How containers leave the other engine within a plan, one after the other. */
final class LeavingParts {
  private final Map<ContainerName, Evacuation> departing;
  private final Function<Service, List<String>> denied;
  private final Nodes nodes;
  private final Map<NodeId, Part> parts;

  /** Where a container has left, by its name. */
  private final Map<ContainerName, Place> left = new HashMap<>();

  /** Where the one before has, or could not. */
  private Place before = Place.FIRST;

  /**
   * The parts of a plan whose operations these are.
   *
   * @param departing what goes with each that comes over, by container
   * @param denied the paths that a service binds and that SELinux would deny to it
   */
  LeavingParts(
      Map<ContainerName, Evacuation> departing,
      Function<Service, List<String>> denied,
      Nodes nodes,
      Map<NodeId, Part> parts) {
    this.departing = Map.copyOf(departing);
    this.denied = denied;
    this.nodes = nodes;
    this.parts = parts;
  }

  /** It leaves, where it comes over; what it shares is carried by the first that has it. */
  Place of(Step step, Service service, Place place) {
    Evacuation evacuation = departing.get(service.name());
    if (evacuation == null || !service.isComingOver()) {
      return place;
    }
    Evacuation now = evacuation.without(left.keySet());
    Place first = place.and(before);
    for (ContainerName sharer : evacuation.sharers()) {
      // Where that could not leave it runs there again, and writes to what is shared.
      first = first.and(left.getOrDefault(sharer, Place.FIRST));
    }
    Place gone =
        nodes.graft(
            new Behalf.Shared(),
            MigrationLowering.leaving(step, now, denied.apply(service)),
            first,
            node -> parts.put(node.id(), Part.LEAVE));
    before = gone.over();
    left.put(service.name(), gone);
    now.sharers().forEach(sharer -> left.put(sharer, gone));
    return gone;
  }
}
