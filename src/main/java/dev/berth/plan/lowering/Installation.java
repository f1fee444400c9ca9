package dev.berth.plan.lowering;

import dev.berth.model.Change.OrderBoot;
import dev.berth.model.Change.Service;
import dev.berth.model.HeldImage;
import dev.berth.model.Observed;
import dev.berth.model.Rendered;
import dev.berth.model.Rendered.UnitFile;
import dev.berth.model.UnitName;
import dev.berth.model.operation.Behalf;
import dev.berth.model.operation.FileOperation.SyncUnits;
import dev.berth.model.operation.FileOperation.WriteEnvironment;
import dev.berth.model.operation.FileOperation.WriteUnit;
import dev.berth.model.operation.ManagerOperation.EnableUnit;
import dev.berth.model.operation.ManagerOperation.ReloadManager;
import dev.berth.model.operation.MemoryOperation.Announce;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.NodeId;
import dev.berth.model.operation.Operation;
import dev.berth.model.operation.StoreOperation.HoldImage;
import dev.berth.plan.lowering.Nodes.Cause;
import dev.berth.plan.lowering.Nodes.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How units come to lie on the host: their images are held, all files are written, those that start
 * at boot are enabled, and systemd is told once.
 */
public final class Installation {
  private final Observed observed;
  private final Nodes nodes;

  /** The cause of what several have in common. */
  private final Cause shared;

  private final Set<NodeId> written = new HashSet<>();
  private Place writing = Place.FIRST;

  private Installation(Observed observed, Nodes nodes, Cause shared) {
    this.observed = observed;
    this.nodes = nodes;
    this.shared = shared;
  }

  /**
   * The operations that install what the changes ask for.
   *
   * @param reload whether systemd has to be told even where nothing is written
   * @return none where nothing is to be done
   */
  public static List<Node> of(
      Observed observed, List<Service> services, List<OrderBoot> orders, boolean reload) {
    Nodes nodes = new Nodes();
    new Installation(observed, nodes, Cause.shared(0)).lower(services, orders, reload);
    return nodes.all();
  }

  /**
   * Adds the operations that install a service of a step, whose turn has come.
   *
   * @param first what they come after
   * @return the place of what comes after them
   */
  static Place late(Nodes nodes, Cause cause, Observed observed, Service service, Place first) {
    Installation installation = new Installation(observed, nodes, cause);
    installation.writing = first;
    return installation.lower(List.of(service), List.of(), false);
  }

  private Place lower(List<Service> services, List<OrderBoot> orders, boolean reload) {
    List<Service> installed = services.stream().filter(Service::install).toList();
    hold(installed);
    installed.forEach(this::write);
    for (OrderBoot order : orders) {
      order
          .install()
          .forEach(
              target ->
                  add(
                      new Behalf.OfConfiguration(order.configId()),
                      List.of(new WriteUnit(target))));
    }
    Place place = written.isEmpty() ? writing : new Place(written, Set.of());
    boolean isWritten = !written.isEmpty();
    if (isWritten) {
      place = Place.after(nodes.add(shared, new SyncUnits(), place));
    }
    // Enabling comes first: its links are part of what the one reload reads.
    Set<NodeId> enabled = enable(services, orders, place);
    if (reload || isWritten || !enabled.isEmpty()) {
      Place ready = enabled.isEmpty() ? place : new Place(enabled, Set.of());
      place = Place.after(nodes.add(shared, new ReloadManager(), ready));
    }
    return place;
  }

  /** Their names come before any unit that runs them; without one no unit starts the worse. */
  private void hold(List<Service> services) {
    Map<String, Set<String>> names = new TreeMap<>();
    for (Service service : services) {
      Rendered rendered = service.rendered();
      rendered
          .heldImage()
          .filter(id -> !observed.isHeld(rendered).orElse(false))
          .ifPresent(
              id ->
                  names
                      .computeIfAbsent(id, key -> new HashSet<>())
                      .add(HeldImage.name(rendered.name(), id)));
    }
    List<NodeId> held = new ArrayList<>();
    names.forEach(
        (id, wanted) -> held.add(nodes.addSpare(shared, new HoldImage(id, wanted), Place.FIRST)));
    if (!held.isEmpty()) {
      writing = Place.afterEnd(nodes.barrier(shared, "images are held", held));
    }
  }

  private void write(Service service) {
    Rendered rendered = service.rendered();
    List<Operation> operations = new ArrayList<>();
    if (!service.isStarting()) {
      operations.add(new Announce(rendered));
    }
    operations.add(new WriteEnvironment(rendered.name(), rendered.secretFiles()));
    rendered.unit().map(WriteUnit::new).ifPresent(operations::add);
    add(new Behalf.Own(rendered.name()), operations);
  }

  private void add(Behalf behalf, List<Operation> operations) {
    written.add(nodes.addChain(new Cause(behalf, shared.step()), writing, operations));
  }

  private Set<NodeId> enable(List<Service> services, List<OrderBoot> orders, Place place) {
    Set<NodeId> enabled = new HashSet<>();
    for (Service service : services) {
      if (service.enable()) {
        service
            .rendered()
            .unit()
            .map(UnitFile::name)
            .ifPresent(unit -> enabled.add(enable(new Behalf.Own(service.name()), unit, place)));
      }
    }
    for (OrderBoot order : orders) {
      order
          .enable()
          .forEach(
              target ->
                  enabled.add(enable(new Behalf.OfConfiguration(order.configId()), target, place)));
    }
    return enabled;
  }

  private NodeId enable(Behalf behalf, UnitName unit, Place place) {
    return nodes.add(new Cause(behalf, shared.step()), new EnableUnit(unit), place);
  }
}
