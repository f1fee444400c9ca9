package dev.berth.plan.lowering;

import dev.berth.model.Change.Forget;
import dev.berth.model.Change.Release;
import dev.berth.model.Change.Remove;
import dev.berth.model.Change.RemoveTarget;
import dev.berth.model.Change.RemoveVolume;
import dev.berth.model.ContainerName;
import dev.berth.model.Step;
import dev.berth.model.UnitName;
import dev.berth.model.operation.Behalf;
import dev.berth.model.operation.ContainerOperation.ForgetHealth;
import dev.berth.model.operation.ContainerOperation.RemoveContainer;
import dev.berth.model.operation.ContainerOperation.StartContainer;
import dev.berth.model.operation.ContainerOperation.StopContainer;
import dev.berth.model.operation.FileOperation.RemoveEnvironment;
import dev.berth.model.operation.FileOperation.RemoveUnit;
import dev.berth.model.operation.ManagerOperation.DisableUnit;
import dev.berth.model.operation.ManagerOperation.ResetFailed;
import dev.berth.model.operation.ManagerOperation.StartUnit;
import dev.berth.model.operation.ManagerOperation.StopForgotten;
import dev.berth.model.operation.ManagerOperation.StopUnit;
import dev.berth.model.operation.MemoryOperation.ForgetKept;
import dev.berth.model.operation.MemoryOperation.ForgetMade;
import dev.berth.model.operation.MemoryOperation.ForgetRecord;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.NodeId;
import dev.berth.model.operation.Operation;
import dev.berth.model.operation.StoreOperation;
import dev.berth.plan.lowering.Nodes.Cause;
import dev.berth.plan.lowering.Nodes.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * How what is no longer wanted ends. A unit ends first, as its own stop removes its container; the
 * container, the unit's file and the record go last, since they show a later run, should this one
 * be killed, that there is something left to remove. It is never undone.
 */
public final class Teardown {
  private final Predicate<UnitName> hasFile;
  private final Nodes nodes = new Nodes();
  private final List<NodeId> ends = new ArrayList<>();
  private final List<Runnable> afterwards = new ArrayList<>();
  private final Set<ContainerName> containers = new HashSet<>();
  private Place stopping = Place.FIRST;

  private Teardown(Predicate<UnitName> hasFile) {
    this.hasFile = hasFile;
  }

  /**
   * The operations of a plan's removals.
   *
   * @param steps those of the phase of removal, what Paunch left aside
   * @param hasFile whether a unit of this name has a file, and not only a place in systemd's memory
   */
  public static List<Node> of(List<Step> steps, Predicate<UnitName> hasFile) {
    Teardown teardown = new Teardown(hasFile);
    teardown.stopForgotten(steps);
    steps.forEach(teardown::add);
    if (!teardown.afterwards.isEmpty()) {
      teardown.ends.add(teardown.nodes.barrier("what goes is gone", teardown.ends));
      teardown.afterwards.forEach(Runnable::run);
    }
    return teardown.nodes.all();
  }

  /**
   * The operations that end services early, for what they give up.
   *
   * @param steps those of the phase of removal that release something
   */
  public static List<Node> ofReleases(List<Step> steps) {
    Nodes nodes = new Nodes();
    for (Step step : steps) {
      if (step.change() instanceof Release release) {
        Operation stop =
            release
                .unit()
                .<Operation>map(StopUnit::new)
                .orElseGet(
                    () ->
                        release.isRemoved()
                            ? new RemoveContainer(release.container(), release.grace())
                            : new StopContainer(release.container(), release.grace()));
        nodes.add(new Cause(release.container(), step.number()), stop, Place.FIRST);
      }
    }
    return nodes.all();
  }

  /**
   * All stop in one transaction of systemd, which knows in what order, so nobody begins earlier.
   */
  private void stopForgotten(List<Step> steps) {
    List<NodeId> stopped = new ArrayList<>();
    for (Step step : steps) {
      if (step.change() instanceof Remove remove) {
        remove
            .unit()
            .filter(hasFile.negate())
            .map(unit -> new StopForgotten(unit, remove.container(), remove.grace()))
            .ifPresent(
                stop ->
                    stopped.add(
                        nodes.addSpare(
                            new Cause(remove.container(), step.number()), stop, Place.FIRST)));
      }
    }
    if (!stopped.isEmpty()) {
      stopping = Place.afterEnd(nodes.barrier("what systemd has forgotten is stopped", stopped));
    }
  }

  /** The operations that start those again whose place nobody takes, where they are there. */
  public static List<Node> takenBack(List<Release> releases) {
    Nodes nodes = new Nodes();
    for (Release release : releases) {
      if (release.isRemoved() && release.unit().isEmpty()) {
        continue;
      }
      Operation start =
          release
              .unit()
              .<Operation>map(StartUnit::new)
              .orElseGet(() -> new StartContainer(release.container()));
      nodes.add(new Cause(release.container(), 0), start, Place.FIRST);
    }
    return nodes.all();
  }

  private void add(Step step) {
    switch (step.change()) {
      case Remove remove -> add(cause(remove, step), remove);
      case RemoveTarget target ->
          add(new Cause(new Behalf.OfUnit(target.unit()), step.number()), target);
      case Forget forget ->
          // A removal that was killed may have come no further than the end of its unit.
          nodes.addChain(
              new Cause(forget.container(), step.number()),
              Place.FIRST,
              List.of(
                  new RemoveEnvironment(forget.container()),
                  new ForgetMade(forget.container()),
                  new ForgetRecord(forget.container()),
                  new ForgetKept(forget.container())));
      case RemoveVolume volume ->
          afterwards.add(
              () ->
                  nodes.add(
                      Cause.shared(step.number()),
                      new StoreOperation.RemoveVolume(volume.name()),
                      Place.afterEnd(ends.getLast())));
      default -> throw new IllegalStateException("no removal: " + step.change().verb());
    }
  }

  /** A container may have two units that go. */
  private Cause cause(Remove remove, Step step) {
    return new Cause(
        containers.add(remove.container())
            ? new Behalf.Own(remove.container())
            : remove
                .unit()
                .<Behalf>map(Behalf.OfUnit::new)
                .orElseGet(() -> new Behalf.Own(remove.container())),
        step.number());
  }

  private void add(Cause cause, Remove remove) {
    Place place = remove.unit().map(unit -> end(cause, unit)).orElse(Place.FIRST);
    ContainerName container = remove.container();
    List<Operation> chain = new ArrayList<>(List.of(new RemoveEnvironment(container)));
    if (remove.present()) {
      // A unit's own stop has removed its container; what is still there was left by a crash.
      // Where it had none, whatever has the name is a stranger.
      chain.add(new RemoveContainer(container, remove.grace()));
    }
    chain.add(new ForgetMade(container));
    chain.add(new ForgetHealth(container));
    remove.unit().filter(hasFile).map(RemoveUnit::new).ifPresent(chain::add);
    // A later run still has to know with what one was started whose unit stays.
    chain.add(new ForgetRecord(container));
    chain.add(new ForgetKept(container));
    ends.add(nodes.addChain(cause, place, chain));
    remove.unit().ifPresent(unit -> afterwards.add(() -> reset(cause, unit)));
  }

  /** The end of a unit that goes, for one that runs or not. */
  private Place end(Cause cause, UnitName unit) {
    NodeId stopped = nodes.add(cause, new StopUnit(unit), stopping);
    NodeId disabled = nodes.addSpare(cause, new DisableUnit(unit), Place.afterEnd(stopped));
    return Place.afterEnd(disabled).and(stopped);
  }

  private void add(Cause cause, RemoveTarget target) {
    NodeId stopped = nodes.addSpare(cause, new StopUnit(target.unit()), stopping);
    NodeId disabled =
        nodes.addSpare(cause, new DisableUnit(target.unit()), Place.afterEnd(stopped));
    ends.add(disabled);
    afterwards.add(
        () ->
            nodes.add(
                cause, new RemoveUnit(target.unit()), Place.afterEnd(reset(cause, target.unit()))));
  }

  /** Added when all are gone. */
  private NodeId reset(Cause cause, UnitName unit) {
    return nodes.addSpare(cause, new ResetFailed(unit), Place.afterEnd(ends.getLast()));
  }
}
