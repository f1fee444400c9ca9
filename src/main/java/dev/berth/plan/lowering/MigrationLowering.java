package dev.berth.plan.lowering;

import dev.berth.model.Change.Service;
import dev.berth.model.ContainerName;
import dev.berth.model.Evacuation;
import dev.berth.model.Evacuation.Sharer;
import dev.berth.model.Rendered;
import dev.berth.model.Step;
import dev.berth.model.VolumePair;
import dev.berth.model.operation.FileOperation.CheckSources;
import dev.berth.model.operation.FileOperation.Label;
import dev.berth.model.operation.ManagerOperation.ReloadManager;
import dev.berth.model.operation.MigrationOperation.CarryNetwork;
import dev.berth.model.operation.MigrationOperation.CarryVolume;
import dev.berth.model.operation.MigrationOperation.CheckLeaving;
import dev.berth.model.operation.MigrationOperation.Disown;
import dev.berth.model.operation.MigrationOperation.Journal;
import dev.berth.model.operation.MigrationOperation.Left;
import dev.berth.model.operation.MigrationOperation.Mark;
import dev.berth.model.operation.MigrationOperation.PutAway;
import dev.berth.model.operation.MigrationOperation.StopThere;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.Operation;
import dev.berth.plan.lowering.Nodes.Cause;
import dev.berth.plan.lowering.Nodes.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * How services leave the host's other engine, and what the journal has of them here. All that can
 * keep one from starting here is looked at before it is touched there.
 */
public final class MigrationLowering {
  private MigrationLowering() {}

  /**
   * The operations that clear the way for the start of a service here. Those of two services never
   * go on side by side: what they share is carried by the first.
   *
   * @param step one of a service that comes over
   * @param departing what goes with it
   * @param denied the paths that it binds and that SELinux would deny to it
   */
  public static List<Node> leaving(Step step, Evacuation departing, List<String> denied) {
    Service service = (Service) step.change();
    Rendered rendered = service.rendered();
    ContainerName name = rendered.name();
    List<Operation> operations = new ArrayList<>();
    operations.add(new CheckSources(name, rendered.spec().mounts()));
    if (!denied.isEmpty()) {
      operations.add(new Label(name, denied));
    }
    operations.add(new CheckLeaving(rendered, Set.copyOf(departing.sharers())));
    operations.addAll(end(name, departing.hasUnit(), rendered.spec().stopGracePeriod()));
    // A volume is carried while nobody writes to it: who shares it stops early.
    for (Sharer sharer : departing.together()) {
      operations.addAll(end(sharer.container(), sharer.hasUnit(), sharer.grace()));
    }
    if (departing.hasUnit() || departing.together().stream().anyMatch(Sharer::hasUnit)) {
      operations.add(new ReloadManager());
    }
    departing.volumes().forEach(volume -> operations.add(new CarryVolume(name, volume)));
    departing.networks().forEach(network -> operations.add(new CarryNetwork(network)));
    operations.add(
        new Left(
            name,
            departing.volumes().stream().map(VolumePair::target).toList(),
            service.isStarting()));
    Nodes nodes = new Nodes();
    nodes.addChain(new Cause(name, step.number()), Place.FIRST, operations);
    return nodes.all();
  }

  /** It is kept from starting first: a boot, or the engine's own, in between must not start it. */
  private static List<Operation> end(ContainerName container, boolean hasUnit, Duration grace) {
    List<Operation> operations = new ArrayList<>();
    operations.add(new Journal(container, Mark.LEAVING));
    operations.add(new Disown(container));
    operations.add(new StopThere(container, grace));
    if (hasUnit) {
      operations.add(new PutAway(container));
    }
    return operations;
  }

  /** The operations that record how far these are, one after the other. */
  public static List<Node> journal(Collection<ContainerName> containers, Mark mark) {
    Nodes nodes = new Nodes();
    Place place = Place.FIRST;
    for (ContainerName container : containers) {
      place =
          Place.afterEnd(nodes.add(new Cause(container, 0), new Journal(container, mark), place));
    }
    return nodes.all();
  }
}
