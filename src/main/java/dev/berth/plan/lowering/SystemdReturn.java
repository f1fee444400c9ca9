package dev.berth.plan.lowering;

import dev.berth.model.Change.Service;
import dev.berth.model.ContainerName;
import dev.berth.model.Kept;
import dev.berth.model.Rendered;
import dev.berth.model.Rendered.UnitFile;
import dev.berth.model.RenderedState;
import dev.berth.model.ServiceFiles;
import dev.berth.model.UnitName;
import dev.berth.model.operation.Behalf;
import dev.berth.model.operation.FileOperation.RemoveUnit;
import dev.berth.model.operation.FileOperation.SyncUnits;
import dev.berth.model.operation.FileOperation.WriteEnvironment;
import dev.berth.model.operation.FileOperation.WriteUnit;
import dev.berth.model.operation.LookOperation.AwaitReady;
import dev.berth.model.operation.LookOperation.AwaitReady.Purpose;
import dev.berth.model.operation.ManagerOperation.DisableUnit;
import dev.berth.model.operation.ManagerOperation.ReloadManager;
import dev.berth.model.operation.ManagerOperation.ResetFailed;
import dev.berth.model.operation.ManagerOperation.RestartUnit;
import dev.berth.model.operation.ManagerOperation.StartUnit;
import dev.berth.model.operation.MemoryOperation.ForgetKept;
import dev.berth.model.operation.MemoryOperation.Recording;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.NodeId;
import dev.berth.model.operation.Operation;
import dev.berth.plan.lowering.Nodes.Cause;
import dev.berth.plan.lowering.Nodes.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * How services with units go back to what they were, all that go together: files and records are
 * put back, systemd is told once, and what ran starts anew. Nothing has to end first, as a restart
 * does that.
 */
public final class SystemdReturn {
  private final Map<ContainerName, Service> going = new LinkedHashMap<>();
  private final RenderedState wanted;
  private final UnitPredecessors formers;
  private final Nodes nodes = new Nodes();
  private final Map<ContainerName, NodeId> starts = new HashMap<>();

  /** Those that each waits for, its own start and those of its followers. */
  private final Map<ContainerName, Place> up = new HashMap<>();

  private SystemdReturn(List<Service> going, RenderedState wanted, UnitPredecessors formers) {
    going.forEach(service -> this.going.put(service.name(), service));
    this.wanted = wanted;
    this.formers = formers;
  }

  /**
   * The operations that bring services back to what they were before their turn, with those that
   * systemd stopped with them. Each is on its {@link #behalf}.
   *
   * @param going those that failed and may go back, at least one
   * @param waiting what those had on disk whose turn has not come, by container: who depends on one
   *     that goes back gets that, and starts with it as it was
   */
  public static List<Node> of(
      List<Service> going,
      Map<ContainerName, ServiceFiles> waiting,
      RenderedState wanted,
      UnitPredecessors formers) {
    SystemdReturn back = new SystemdReturn(going, wanted, formers);
    NodeId told = back.putBack(waiting);
    going.forEach(service -> back.restart(service, told));
    back.startFollowers();
    going.forEach(back::await);
    return back.nodes.all();
  }

  /** The behalf of the operations of one that goes back, or gets its files back. */
  public static Behalf behalf(ContainerName container) {
    return new Behalf.Former(container, Behalf.Former.What.FORMER);
  }

  private static Cause cause(ContainerName container) {
    return new Cause(behalf(container), 0);
  }

  private Kept former(Service service) {
    return formers.of(service.name()).orElseThrow();
  }

  private NodeId putBack(Map<ContainerName, ServiceFiles> waiting) {
    Set<NodeId> written = new HashSet<>(putBack(nodes, waiting));
    Set<NodeId> recorded = new HashSet<>();
    for (Service service : going.values()) {
      Cause cause = cause(service.name());
      NodeId files =
          putBack(nodes, service.name(), former(service).files().orElseThrow(), Place.FIRST);
      written.add(files);
      former(service)
          .applied()
          .map(applied -> new Recording(service.rendered(), applied))
          .ifPresent(record -> recorded.add(nodes.addSpare(cause, record, Place.after(files))));
    }
    Cause first = cause(going.keySet().iterator().next());
    return nodes.add(first, new ReloadManager(), new Place(written, recorded));
  }

  private void restart(Service service, NodeId told) {
    Cause cause = cause(service.name());
    UnitName unit = former(service).files().orElseThrow().unit();
    NodeId reset = nodes.addSpare(cause, new ResetFailed(unit), Place.after(told));
    NodeId start = nodes.add(cause, new RestartUnit(unit), new Place(Set.of(told), Set.of(reset)));
    starts.put(service.name(), start);
    up.put(service.name(), Place.after(start));
  }

  /** Starts followers once all have started that they follow. */
  private void startFollowers() {
    Map<ContainerName, Set<ContainerName>> leaders = new LinkedHashMap<>();
    Map<ContainerName, UnitName> units = new HashMap<>();
    for (ContainerName leader : going.keySet()) {
      for (Rendered follower : formers.followers(leader, wanted)) {
        if (!going.containsKey(follower.name())) {
          leaders.computeIfAbsent(follower.name(), name -> new LinkedHashSet<>()).add(leader);
          units.put(follower.name(), follower.unit().orElseThrow().name());
        }
      }
    }
    leaders.forEach(
        (follower, followed) -> {
          Set<NodeId> before = new HashSet<>();
          followed.forEach(leader -> before.add(Objects.requireNonNull(starts.get(leader))));
          NodeId start =
              nodes.add(
                  cause(follower),
                  new StartUnit(Objects.requireNonNull(units.get(follower))),
                  new Place(before, Set.of()));
          followed.forEach(leader -> up.computeIfPresent(leader, (_, place) -> place.and(start)));
        });
  }

  private void await(Service service) {
    nodes.add(
        cause(service.name()),
        new AwaitReady(
            service.name(),
            service.rendered().unit().map(UnitFile::name),
            service.rendered().spec().longestStart(),
            Purpose.RETURN),
        Objects.requireNonNull(up.get(service.name())));
  }

  /**
   * The operations that give those their files back whose turn never came: what was skipped must
   * not run its new configuration at the next boot or crash, and the next apply has to find it
   * undone.
   *
   * @param waiting what they had, by container
   * @return none for none
   */
  public static List<Node> untouched(Map<ContainerName, ServiceFiles> waiting) {
    Nodes nodes = new Nodes();
    Set<NodeId> written = putBack(nodes, waiting);
    if (!written.isEmpty()) {
      nodes.add(Cause.shared(0), new ReloadManager(), new Place(Set.of(), written));
    }
    return nodes.all();
  }

  /** The operations that forget what services were. */
  public static List<Node> forget(Collection<ContainerName> containers) {
    Nodes nodes = new Nodes();
    containers.forEach(
        container -> nodes.addSpare(cause(container), new ForgetKept(container), Place.FIRST));
    return nodes.all();
  }

  private static Set<NodeId> putBack(Nodes nodes, Map<ContainerName, ServiceFiles> waiting) {
    Set<NodeId> written = new HashSet<>();
    new TreeMap<>(waiting)
        .forEach((container, files) -> written.add(putBack(nodes, container, files, Place.FIRST)));
    return written;
  }

  /** One that is not there, as it could not be written, cannot be disabled, and need not be. */
  static NodeId putBack(Nodes nodes, ContainerName container, ServiceFiles files, Place first) {
    Cause cause = cause(container);
    Place place = first;
    if (files.enable()) {
      NodeId disabled = nodes.addSpare(cause, new DisableUnit(files.unit()), place);
      place = new Place(first.after(), Set.of(disabled));
    }
    return nodes.addChain(cause, place, putBack(container, files));
  }

  /**
   * The operations that start those again that a killed run had stopped, and whose turn never came
   * now: they have their files back by then, and one that is up is left alone.
   *
   * @param services with units
   */
  public static List<Node> resume(List<Service> services) {
    Nodes nodes = new Nodes();
    for (Service service : services) {
      nodes.add(
          cause(service.name()),
          new StartUnit(service.rendered().unit().orElseThrow().name()),
          Place.FIRST);
    }
    return nodes.all();
  }

  /**
   * The operations that give a service its files back, in their order; whether it starts at boot is
   * another matter, and systemd has to be told afterwards.
   */
  public static List<Operation> putBack(ContainerName container, ServiceFiles files) {
    List<Operation> operations = new ArrayList<>();
    operations.add(new WriteEnvironment(container, files.environmentFiles()));
    operations.add(
        files
            .text()
            .<Operation>map(text -> new WriteUnit(new UnitFile(files.unit(), text)))
            .orElseGet(() -> new RemoveUnit(files.unit())));
    operations.add(new SyncUnits());
    return operations;
  }
}
