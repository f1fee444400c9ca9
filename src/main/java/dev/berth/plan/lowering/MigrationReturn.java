package dev.berth.plan.lowering;

import dev.berth.model.Change.Service;
import dev.berth.model.Rendered;
import dev.berth.model.Returning;
import dev.berth.model.ServiceFiles;
import dev.berth.model.operation.ContainerOperation.RemoveContainer;
import dev.berth.model.operation.CrossingOperation.CheckTies;
import dev.berth.model.operation.CrossingOperation.Journal;
import dev.berth.model.operation.CrossingOperation.Mark;
import dev.berth.model.operation.CrossingOperation.PutBack;
import dev.berth.model.operation.CrossingOperation.ReturnNetwork;
import dev.berth.model.operation.CrossingOperation.ReturnVolume;
import dev.berth.model.operation.CrossingOperation.StartThere;
import dev.berth.model.operation.ManagerOperation.DisableUnit;
import dev.berth.model.operation.ManagerOperation.EnableUnit;
import dev.berth.model.operation.ManagerOperation.ReloadManager;
import dev.berth.model.operation.ManagerOperation.ResetFailed;
import dev.berth.model.operation.ManagerOperation.StartUnit;
import dev.berth.model.operation.ManagerOperation.StopUnit;
import dev.berth.model.operation.MemoryOperation.ForgetRecord;
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
import java.util.stream.Collectors;

/**
 * How containers go back to the engine from which they came: what is here of them ends, then all is
 * put back there, then what ran runs.
 */
public final class MigrationReturn {
  private final List<Returning> going;
  private final Nodes nodes = new Nodes();

  /** From where on the data of each is newest there, by container. */
  private final Map<String, NodeId> begun = new HashMap<>();

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
      String unit = before.get().unit();
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
    Map<String, NodeId> returned = new HashMap<>();
    for (String volume : all(Returning::volumes)) {
      returned.put(
          volume,
          nodes.add(
              new Cause("", 0),
              new ReturnVolume(volume),
              afterBegin(it -> it.volumes().contains(volume))));
    }
    Map<String, NodeId> made = new HashMap<>();
    for (String network : all(Returning::networks)) {
      made.put(
          network,
          nodes.add(
              new Cause("", 0),
              new ReturnNetwork(network),
              afterBegin(it -> it.networks().contains(network))));
    }
    Map<String, NodeId> there = new HashMap<>();
    for (Returning one : going) {
      Set<NodeId> after = new HashSet<>();
      after.add(begun(one));
      one.volumes().forEach(volume -> after.add(of(returned, volume)));
      one.networks().forEach(network -> after.add(of(made, network)));
      there.put(one.container(), putBack(one, new Place(after, Set.of())));
    }
    start(there);
    return nodes.all();
  }

  /** Nothing is touched of one that is held here; the last one is taken down first. */
  private void begin() {
    Set<String> names = going.stream().map(Returning::container).collect(Collectors.toSet());
    Set<NodeId> before = Set.of();
    for (Returning one : going.reversed()) {
      NodeId free =
          nodes.add(cause(one), new CheckTies(one.container(), names), new Place(Set.of(), before));
      NodeId taken =
          nodes.add(cause(one), new Journal(one.container(), Mark.RETURNING), Place.after(free));
      begun.put(one.container(), taken);
      before = Set.of(taken);
    }
  }

  private Set<String> all(Function<Returning, List<String>> names) {
    return going.reversed().stream()
        .flatMap(one -> names.apply(one).stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Once all are down that have something together, or are known to stay. */
  private Place afterBegin(Function<Returning, Boolean> has) {
    return new Place(
        going.stream().filter(has::apply).map(this::begun).collect(Collectors.toSet()), Set.of());
  }

  private NodeId putBack(Returning one, Place place) {
    NodeId put = nodes.add(cause(one), new PutBack(one.container()), place);
    return one.unit().filter(_ -> one.isEnabled()).isPresent()
        ? nodes.add(cause(one), new EnableUnit(one.unit().get()), Place.after(put))
        : put;
  }

  /** One after the other: who is in the namespaces of another one started after it before. */
  private void start(Map<String, NodeId> there) {
    List<String> units = going.stream().flatMap(one -> one.unit().stream()).toList();
    Optional<NodeId> told =
        units.isEmpty()
            ? Optional.empty()
            : Optional.of(
                nodes.add(
                    new Cause("", 0),
                    new ReloadManager(),
                    new Place(
                        Set.of(),
                        going.stream()
                            .filter(one -> one.unit().isPresent())
                            .map(one -> of(there, one.container()))
                            .collect(Collectors.toSet()))));
    Set<NodeId> before = Set.of();
    for (Returning one : going) {
      Place place = new Place(Set.of(of(there, one.container())), before);
      Operation start = new StartThere(one.container());
      if (one.unit().isPresent()) {
        place = place.and(told.orElseThrow());
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

  private NodeId begun(Returning one) {
    return of(begun, one.container());
  }

  private static NodeId of(Map<String, NodeId> ids, String name) {
    return Objects.requireNonNull(ids.get(name), name);
  }
}
