package dev.berth.plan.lowering;

import dev.berth.model.Change.Service;
import dev.berth.model.Kept;
import dev.berth.model.Rendered;
import dev.berth.model.Rendered.UnitFile;
import dev.berth.model.ServiceFiles;
import dev.berth.model.Wanted;
import dev.berth.model.operation.FileOperation.RemoveUnit;
import dev.berth.model.operation.FileOperation.SyncUnits;
import dev.berth.model.operation.FileOperation.WriteEnvironment;
import dev.berth.model.operation.FileOperation.WriteUnit;
import dev.berth.model.operation.LookOperation.AwaitReady;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * How services with units go back to what they were: files are put back, systemd is told, and what
 * ran starts anew. Nothing has to end first, as a restart does that.
 */
public final class SystemdReturn {
  private final Wanted wanted;
  private final UnitFormers formers;
  private final Nodes nodes = new Nodes();

  private SystemdReturn(Wanted wanted, UnitFormers formers) {
    this.wanted = wanted;
    this.formers = formers;
  }

  /**
   * The operations that bring a service back to what it was before its turn, with those that
   * systemd stopped with it.
   *
   * @param service one that may go back
   * @param step the number of its step
   * @param waiting what those had on disk whose turn has not come, by container: who depends on it
   *     gets that back, and starts with it as it was
   */
  public static List<Node> of(
      Service service,
      int step,
      Map<String, ServiceFiles> waiting,
      Wanted wanted,
      UnitFormers formers) {
    SystemdReturn back = new SystemdReturn(wanted, formers);
    back.lower(service, step, waiting);
    return back.nodes.all();
  }

  private void lower(Service service, int step, Map<String, ServiceFiles> waiting) {
    String name = service.subject();
    Kept former = formers.of(name).orElseThrow();
    ServiceFiles files = former.files().orElseThrow();
    Cause cause = cause(name, step);
    Set<NodeId> written = new HashSet<>();
    written.add(nodes.addChain(cause, Place.FIRST, putBack(name, files)));
    written.addAll(putBack(nodes, waiting, step));
    Place told = new Place(written, Set.of());
    if (former.applied().isPresent()) {
      NodeId recorded =
          nodes.addSpare(cause, new Recording(service.rendered(), former.applied().get()), told);
      told = new Place(written, Set.of(recorded));
    }
    NodeId reloaded = nodes.add(cause, new ReloadManager(), told);
    NodeId reset = nodes.addSpare(cause, new ResetFailed(files.unit()), Place.after(reloaded));
    NodeId restarted =
        nodes.add(cause, new RestartUnit(files.unit()), new Place(Set.of(reloaded), Set.of(reset)));
    Place up = Place.after(restarted);
    for (Rendered follower : formers.followers(name, wanted)) {
      up =
          up.and(
              nodes.add(
                  cause(follower.name(), step),
                  new StartUnit(follower.unit().orElseThrow().name()),
                  Place.after(restarted)));
    }
    nodes.add(
        cause,
        new AwaitReady(
            name, Optional.of(files.unit()), service.rendered().spec().longestStart(), false),
        up);
  }

  private static Cause cause(String container, int step) {
    return new Cause("former " + container, step);
  }

  /**
   * The operations that give those their files back whose turn never came: what was skipped must
   * not run its new configuration at the next boot or crash, and the next apply has to find it
   * undone.
   *
   * @param waiting what they had, by container
   * @return none for none
   */
  public static List<Node> untouched(Map<String, ServiceFiles> waiting) {
    Nodes nodes = new Nodes();
    Set<NodeId> written = putBack(nodes, waiting, 0);
    if (!written.isEmpty()) {
      nodes.add(new Cause("", 0), new ReloadManager(), new Place(Set.of(), written));
    }
    return nodes.all();
  }

  /** The same for who is told to read its units anew in any case. */
  public static List<Node> files(Map<String, ServiceFiles> waiting) {
    Nodes nodes = new Nodes();
    putBack(nodes, waiting, 0);
    return nodes.all();
  }

  /** The operations that forget what services were. */
  public static List<Node> forget(Collection<String> containers) {
    Nodes nodes = new Nodes();
    containers.forEach(
        container -> nodes.addSpare(cause(container, 0), new ForgetKept(container), Place.FIRST));
    return nodes.all();
  }

  private static Set<NodeId> putBack(Nodes nodes, Map<String, ServiceFiles> waiting, int step) {
    Set<NodeId> written = new HashSet<>();
    new TreeMap<>(waiting)
        .forEach(
            (container, files) ->
                written.add(
                    nodes.addChain(
                        cause(container, step), Place.FIRST, putBack(container, files))));
    return written;
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
          cause(service.subject(), 0),
          new StartUnit(service.rendered().unit().orElseThrow().name()),
          Place.FIRST);
    }
    return nodes.all();
  }

  /**
   * The operations that give a service its files back, in their order; systemd has to be told
   * afterwards.
   */
  public static List<Operation> putBack(String container, ServiceFiles files) {
    List<Operation> operations = new ArrayList<>();
    operations.add(new WriteEnvironment(container, files.environmentFiles()));
    if (files.enable()) {
      operations.add(new DisableUnit(files.unit()));
    }
    operations.add(
        files
            .text()
            .<Operation>map(text -> new WriteUnit(new UnitFile(files.unit(), text)))
            .orElseGet(() -> new RemoveUnit(files.unit())));
    operations.add(new SyncUnits());
    return operations;
  }
}
