package dev.berth.plan.lowering;

import dev.berth.model.Change.Service;
import dev.berth.model.ContainerName;
import dev.berth.model.Rendered;
import dev.berth.model.Returning;
import dev.berth.model.ServiceFiles;
import dev.berth.model.UnitName;
import dev.berth.model.operation.ContainerOperation.RemoveContainer;
import dev.berth.model.operation.ManagerOperation.DisableUnit;
import dev.berth.model.operation.ManagerOperation.EnableUnit;
import dev.berth.model.operation.ManagerOperation.ReloadManager;
import dev.berth.model.operation.ManagerOperation.ResetFailed;
import dev.berth.model.operation.ManagerOperation.StartUnit;
import dev.berth.model.operation.ManagerOperation.StopUnit;
import dev.berth.model.operation.MemoryOperation.ForgetRecord;
import dev.berth.model.operation.MigrationOperation.CheckTies;
import dev.berth.model.operation.MigrationOperation.Journal;
import dev.berth.model.operation.MigrationOperation.Mark;
import dev.berth.model.operation.MigrationOperation.PutBack;
import dev.berth.model.operation.MigrationOperation.ReturnNetwork;
import dev.berth.model.operation.MigrationOperation.ReturnVolume;
import dev.berth.model.operation.MigrationOperation.StartThere;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.NodeId;
import dev.berth.model.operation.Operation;
import dev.berth.plan.lowering.Nodes.Cause;
import dev.berth.plan.lowering.Nodes.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * How containers go back to the engine from which they came: what is here of them ends, then all is
 * put back there, then what ran runs.
 */
public final class MigrationReturn {
  private static final Cause SHARED = Cause.shared(0);

  private final List<Returning> going;
  private final Nodes nodes = new Nodes();

  private MigrationReturn(List<Returning> going) {
    this.going = going;
  }

  /**
   * The operations that end here what is to go back.
   *
   * @param before the files that it had here before anything was written; empty for one without a
   *     unit
   */
  public static List<Node> endHere(Service service, Optional<ServiceFiles> before) {
    Rendered rendered = service.rendered();
    Cause cause = new Cause(rendered.name(), 0);
    Nodes nodes = new Nodes();
    Place place = Place.FIRST;
    if (before.isPresent()) {
      place = Place.afterEnd(nodes.addSpare(cause, new StopUnit(before.get().unit()), place));
    }
    NodeId removed =
        nodes.add(
            cause, new RemoveContainer(rendered.name(), rendered.spec().stopGracePeriod()), place);
    place = Place.after(removed);
    if (before.isPresent()) {
      UnitName unit = before.get().unit();
      List<Operation> files = new ArrayList<>(SystemdReturn.putBack(rendered.name(), before.get()));
      files.add(new ReloadManager());
      NodeId disabled = nodes.addSpare(cause, new DisableUnit(unit), place);
      NodeId told = nodes.addChain(cause, Place.afterEnd(disabled).and(removed), files);
      NodeId reset = nodes.addSpare(cause, new ResetFailed(unit), Place.after(told));
      place = Place.afterEnd(reset).and(told);
    }
    nodes.add(cause, new ForgetRecord(rendered.name()), place);
    return nodes.all();
  }

  /**
   * The operations that have containers there again as they were. They have ended here.
   *
   * @param going in the order in which they start there
   */
  public static List<Node> there(List<Returning> going) {
    return new MigrationReturn(List.copyOf(going)).lower();
  }

  private List<Node> lower() {
    begin();
    for (String volume : all(Returning::volumes)) {
      add(new ReturnVolume(volume), begunWith(it -> it.volumes().contains(volume)));
    }
    for (String network : all(Returning::networks)) {
      add(new ReturnNetwork(network), begunWith(it -> it.networks().contains(network)));
    }
    Map<ContainerName, NodeId> there = new HashMap<>();
    going.forEach(one -> there.put(one.container(), putBack(one)));
    start(there);
    return nodes.all();
  }

  /** Nothing is touched of one that is held here; the last one is taken down first. */
  private void begin() {
    Set<ContainerName> names = going.stream().map(Returning::container).collect(Collectors.toSet());
    Set<NodeId> before = Set.of();
    for (Returning one : going.reversed()) {
      NodeId free =
          nodes.add(cause(one), new CheckTies(one.container(), names), new Place(Set.of(), before));
      before = Set.of(nodes.add(cause(one), returning(one), Place.after(free)));
    }
  }

  private static Operation returning(Returning one) {
    return new Journal(one.container(), Mark.RETURNING);
  }

  private Set<String> all(Function<Returning, List<String>> names) {
    return going.reversed().stream()
        .flatMap(one -> names.apply(one).stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The place after all are down that have something together. */
  private Place begunWith(Predicate<Returning> has) {
    return new Place(
        going.stream()
            .filter(has)
            .map(one -> id(cause(one), returning(one)))
            .collect(Collectors.toSet()),
        Set.of());
  }

  /** Adds an operation on behalf of all that have what it is about. */
  private NodeId add(Operation operation, Place place) {
    return nodes.add(SHARED, operation, place);
  }

  private static NodeId id(Cause cause, Operation operation) {
    return NodeId.of(cause.behalf(), operation);
  }

  private NodeId putBack(Returning one) {
    Set<NodeId> after = new HashSet<>(Set.of(id(cause(one), returning(one))));
    one.volumes().forEach(volume -> after.add(id(SHARED, new ReturnVolume(volume))));
    one.networks().forEach(network -> after.add(id(SHARED, new ReturnNetwork(network))));
    NodeId put = nodes.add(cause(one), new PutBack(one.container()), new Place(after, Set.of()));
    return one.isEnabled()
        ? nodes.add(cause(one), new EnableUnit(one.unit().orElseThrow()), Place.after(put))
        : put;
  }

  /** One after the other: who is in the namespaces of another one started after it before. */
  private void start(Map<ContainerName, NodeId> there) {
    Set<NodeId> units =
        going.stream()
            .filter(one -> one.unit().isPresent())
            .map(one -> there.get(one.container()))
            .collect(Collectors.toSet());
    if (!units.isEmpty()) {
      add(new ReloadManager(), new Place(Set.of(), units));
    }
    Set<NodeId> before = Set.of();
    for (Returning one : going) {
      Place place = new Place(Set.of(Objects.requireNonNull(there.get(one.container()))), before);
      Operation start = new StartThere(one.container());
      if (one.unit().isPresent()) {
        place = place.and(id(SHARED, new ReloadManager()));
        NodeId reset = nodes.addSpare(cause(one), new ResetFailed(one.unit().get()), place);
        place = new Place(place.after(), Set.of(reset));
        start = new StartUnit(one.unit().get());
      }
      if (one.ran()) {
        place = Place.after(nodes.add(cause(one), start, place));
      }
      before = Set.of(nodes.add(cause(one), new Journal(one.container(), Mark.BACK), place));
    }
  }

  private static Cause cause(Returning one) {
    return new Cause(one.container(), 0);
  }
}
