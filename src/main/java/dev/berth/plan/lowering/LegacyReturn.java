package dev.berth.plan.lowering;

import dev.berth.model.ContainerName;
import dev.berth.model.LegacyContainer;
import dev.berth.model.Rendered;
import dev.berth.model.RenderedState;
import dev.berth.model.ServiceFiles;
import dev.berth.model.UnitName;
import dev.berth.model.operation.Behalf;
import dev.berth.model.operation.Behalf.Former.What;
import dev.berth.model.operation.ContainerOperation.RemoveContainer;
import dev.berth.model.operation.ContainerOperation.RenameContainer;
import dev.berth.model.operation.ContainerOperation.SetRestartPolicy;
import dev.berth.model.operation.ContainerOperation.StartContainer;
import dev.berth.model.operation.FileOperation.LinkUnit;
import dev.berth.model.operation.FileOperation.SyncUnits;
import dev.berth.model.operation.FileOperation.WriteUnit;
import dev.berth.model.operation.ManagerOperation.EnableUnit;
import dev.berth.model.operation.ManagerOperation.ReloadManager;
import dev.berth.model.operation.ManagerOperation.ResetFailed;
import dev.berth.model.operation.ManagerOperation.StartTogether;
import dev.berth.model.operation.ManagerOperation.StopUnit;
import dev.berth.model.operation.MemoryOperation.ForgetRecord;
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
 * How services go back to Paunch or tripleo-ansible, whose containers were set aside and not
 * removed, and whose units were stopped and kept, in three strata: ours end; names, files and links
 * are put back; and what ran starts again.
 */
public final class LegacyReturn {
  private final Nodes nodes = new Nodes();

  private LegacyReturn() {}

  private static Cause cause(LegacyContainer former) {
    return new Cause(new Behalf.Former(former.name(), What.FORMER), 0);
  }

  /** Theirs may have units of the same names as ours. */
  private static Cause theirs(LegacyContainer former) {
    return new Cause(new Behalf.Former(former.name(), What.LEGACY), 0);
  }

  /**
   * The operations that give services back.
   *
   * @param back theirs, owners first: who is in another's namespaces ends first, and starts last
   * @param ours what each with a unit had of Berth's on disk before, by container
   * @param waiting the same of those whose turn has not come and that depend on one of them
   */
  public static List<Node> of(
      List<LegacySnapshot> back,
      RenderedState wanted,
      Map<ContainerName, ServiceFiles> ours,
      Map<ContainerName, ServiceFiles> waiting) {
    LegacyReturn lowered = new LegacyReturn();
    Place ended = lowered.end(back, wanted);
    Set<NodeId> put = new HashSet<>();
    Optional<NodeId> before = Optional.empty();
    for (LegacySnapshot one : back) {
      LegacyContainer former = one.former();
      Place place =
          Place.after(
              lowered.nodes.add(
                  cause(former),
                  new RenameContainer(former.asideName(), former.ownName()),
                  before.map(ended::and).orElse(ended)));
      ServiceFiles files = ours.get(former.name());
      if (files != null) {
        place = Place.after(SystemdReturn.putBack(lowered.nodes, former.name(), files, place));
      }
      NodeId last = lowered.nodes.add(cause(former), new ForgetRecord(former.name()), place);
      before = Optional.of(last);
      put.add(last);
    }
    Map<ContainerName, ServiceFiles> others = new TreeMap<>(waiting);
    // Whoever goes back as well has them back by then.
    back.forEach(one -> others.remove(one.former().name()));
    for (Map.Entry<ContainerName, ServiceFiles> entry : others.entrySet()) {
      put.add(
          SystemdReturn.putBack(
              lowered.nodes,
              entry.getKey(),
              entry.getValue(),
              before.map(Place::after).orElse(ended)));
    }
    Set<NodeId> reset = new HashSet<>();
    for (LegacySnapshot one : back.reversed()) {
      ourUnit(one.former(), wanted)
          .ifPresent(
              unit ->
                  reset.add(
                      lowered.nodes.addSpare(
                          cause(one.former()), new ResetFailed(unit), new Place(put, Set.of()))));
    }
    lowered.begin(back, new Place(put, reset));
    return lowered.nodes.all();
  }

  private static Optional<UnitName> ourUnit(LegacyContainer former, RenderedState wanted) {
    return wanted.container(former.name()).flatMap(Rendered::unit).map(Rendered.UnitFile::name);
  }

  private Place end(List<LegacySnapshot> back, RenderedState wanted) {
    Set<NodeId> stopped = new HashSet<>();
    for (LegacySnapshot one : back.reversed()) {
      ourUnit(one.former(), wanted)
          .ifPresent(
              unit ->
                  stopped.add(
                      nodes.addSpare(cause(one.former()), new StopUnit(unit), Place.FIRST)));
    }
    Place place = new Place(Set.of(), stopped);
    for (LegacySnapshot one : back.reversed()) {
      place =
          Place.after(
              nodes.add(
                  cause(one.former()),
                  new RemoveContainer(one.former().name(), one.former().grace()),
                  place));
    }
    return place;
  }

  /** The operations that give those back that were stopped, and never set aside. */
  public static List<Node> begin(List<LegacySnapshot> back) {
    LegacyReturn lowered = new LegacyReturn();
    lowered.begin(back, Place.FIRST);
    return lowered.nodes.all();
  }

  private void begin(List<LegacySnapshot> back, Place place) {
    Place told = tie(back, place);
    Set<NodeId> reset = new HashSet<>();
    for (LegacySnapshot one : back) {
      one.active()
          .forEach(
              unit -> reset.add(nodes.addSpare(theirs(one.former()), new ResetFailed(unit), told)));
    }
    Set<NodeId> over = new HashSet<>(told.afterEnd());
    over.addAll(reset);
    Place started = new Place(place.after(), over);
    Optional<NodeId> before = Optional.empty();
    for (LegacySnapshot one : back) {
      if (!one.active().isEmpty()) {
        over.add(
            nodes.add(
                theirs(one.former()),
                new StartTogether(one.former().name(), one.active()),
                started));
      }
    }
    for (LegacySnapshot one : back) {
      if (one.ranAlone()) {
        Set<NodeId> all = new HashSet<>(over);
        before.ifPresent(all::add);
        before =
            Optional.of(
                nodes.addChain(
                    theirs(one.former()), new Place(place.after(), all), start(one.former())));
      }
    }
  }

  /** Who has no unit of theirs may have been in the engine's own care. */
  private static List<Operation> start(LegacyContainer former) {
    List<Operation> operations = new ArrayList<>();
    former
        .restart()
        .ifPresent(policy -> operations.add(new SetRestartPolicy(former.ownName(), policy)));
    operations.add(new StartContainer(former.ownName()));
    return operations;
  }

  /** The operations that give units back that were only untied and disabled. */
  public static List<Node> tie(Collection<LegacySnapshot> back) {
    LegacyReturn lowered = new LegacyReturn();
    if (!back.isEmpty()) {
      lowered.tie(back, Place.FIRST);
    }
    return lowered.nodes.all();
  }

  /** Where all are over: what starts is tried even where systemd could not be told. */
  private Place tie(Collection<LegacySnapshot> back, Place first) {
    Place place = first;
    for (LegacySnapshot one : back) {
      List<Operation> operations = new ArrayList<>();
      one.former()
          .units()
          .forEach(
              unit ->
                  Optional.ofNullable(one.files().get(unit.name()))
                      .ifPresent(
                          text ->
                              operations.add(
                                  new WriteUnit(new Rendered.UnitFile(unit.name(), text)))));
      new TreeMap<>(one.links())
          .forEach((link, target) -> operations.add(new LinkUnit(link, target)));
      if (!operations.isEmpty()) {
        place = Place.after(nodes.addChain(theirs(one.former()), place, operations));
      }
    }
    Cause all = theirs(back.iterator().next().former());
    place = Place.after(nodes.add(all, new SyncUnits(), place));
    Set<NodeId> enabled = new HashSet<>();
    for (LegacySnapshot one : back) {
      for (UnitName unit : one.enabled()) {
        enabled.add(nodes.add(theirs(one.former()), new EnableUnit(unit), place));
      }
    }
    NodeId told = nodes.add(all, new ReloadManager(), new Place(place.after(), enabled));
    return Place.afterEnd(told);
  }
}
