package dev.berth.plan.lowering;

import dev.berth.model.Applied;
import dev.berth.model.Change.Service;
import dev.berth.model.Change.Service.Kind;
import dev.berth.model.ContainerName;
import dev.berth.model.Observed;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedUnit;
import dev.berth.model.Plan;
import dev.berth.model.Rendered;
import dev.berth.model.Rendered.UnitFile;
import dev.berth.model.Step;
import dev.berth.model.UnitName;
import dev.berth.model.operation.ContainerOperation.ResumeCheck;
import dev.berth.model.operation.ContainerOperation.SetRestartPolicy;
import dev.berth.model.operation.ContainerOperation.StopContainer;
import dev.berth.model.operation.FileOperation;
import dev.berth.model.operation.FileOperation.CheckSources;
import dev.berth.model.operation.ManagerOperation;
import dev.berth.model.operation.ManagerOperation.EnableUnit;
import dev.berth.model.operation.ManagerOperation.ReloadManager;
import dev.berth.model.operation.ManagerOperation.ReloadUnit;
import dev.berth.model.operation.ManagerOperation.ResetFailed;
import dev.berth.model.operation.ManagerOperation.RestartUnit;
import dev.berth.model.operation.ManagerOperation.StartHealthy;
import dev.berth.model.operation.ManagerOperation.StartUnit;
import dev.berth.model.operation.ManagerOperation.StopUnit;
import dev.berth.model.operation.ManagerOperation.ThawUnit;
import dev.berth.model.operation.MemoryOperation.Confirm;
import dev.berth.model.operation.MemoryOperation.Keep;
import dev.berth.model.operation.MemoryOperation.KnowMade;
import dev.berth.model.operation.MemoryOperation.Recording;
import dev.berth.model.operation.MigrationOperation.Journal;
import dev.berth.model.operation.MigrationOperation.Mark;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.NodeId;
import dev.berth.model.operation.Operation;
import dev.berth.plan.lowering.Nodes.Cause;
import dev.berth.plan.lowering.Nodes.Place;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** How services with units come to run as they shall. */
public final class SystemdLowering implements ServiceLowering {
  private final Observed observed;
  private final LateServices late;
  private final UnitPredecessors formers;
  private final Set<ContainerName> unrecorded;

  /**
   * That of a plan.
   *
   * @param late whose units are installed only when their turn comes; those of the others are by
   *     then
   * @param formers what the services were
   * @param unrecorded the containers that are only looked at and are not on record as they are
   *     wanted: a run that was killed may have started them, and not come to say so
   */
  public SystemdLowering(
      Observed observed,
      LateServices late,
      UnitPredecessors formers,
      Set<ContainerName> unrecorded) {
    this.observed = observed;
    this.late = late;
    this.formers = formers;
    this.unrecorded = Set.copyOf(unrecorded);
  }

  @Override
  public List<Node> keep(Plan plan) {
    Nodes nodes = new Nodes();
    new TreeMap<>(formers.toKeep())
        .forEach(
            (container, former) ->
                nodes.addSpare(new Cause(container, 0), new Keep(container, former), Place.FIRST));
    for (Step step : plan.steps()) {
      if (step.change() instanceof Service service) {
        observed
            .container(service.name())
            .filter(container -> container.ownership().isProven())
            .ifPresent(
                container ->
                    nodes.addSpare(
                        new Cause(container.name(), 0),
                        new KnowMade(container.name(), container.id()),
                        Place.FIRST));
      }
    }
    return nodes.all();
  }

  @Override
  public List<Node> of(Step step) {
    Service service = (Service) step.change();
    Nodes nodes = new Nodes();
    Cause cause = new Cause(service.name(), step.number());
    if (service.kind() == Kind.RELOAD) {
      reload(nodes, cause, service);
      return nodes.all();
    }
    Place place =
        late.contains(service)
            ? Installation.late(nodes, cause, observed, service, Place.FIRST)
            : Place.FIRST;
    if (service.isStarting()) {
      start(nodes, cause, place, service);
    } else {
      goOn(nodes, cause, place, service);
    }
    return nodes.all();
  }

  /** Whether nothing of a service has ended or started yet where this failed. */
  public static boolean isBeforeTurn(Operation operation) {
    return operation instanceof FileOperation
        || operation instanceof EnableUnit
        || operation instanceof ReloadManager;
  }

  /**
   * Systemd would refuse some without these, for what failed before; they are lost without harm.
   */
  @Override
  public List<Node> beginning(List<Step> group) {
    Nodes nodes = new Nodes();
    for (Step step : group) {
      if (step.change() instanceof Service service && isFailureForgotten(service)) {
        nodes.addSpare(
            new Cause(service.name(), step.number()), new ResetFailed(unit(service)), Place.FIRST);
      }
    }
    return nodes.all();
  }

  /** Whether systemd counts its failures and restarts anew. */
  public static boolean isFailureForgotten(Service service) {
    return service.kind() == Kind.START || service.kind() == Kind.REPLACE;
  }

  /** What cannot start must not cost what runs; of what comes over that was seen before it left. */
  private void start(Nodes nodes, Cause cause, Place installed, Service service) {
    Rendered rendered = service.rendered();
    Place place = installed;
    if (!service.isComingOver()) {
      Operation look = new CheckSources(rendered.name(), rendered.spec().mounts());
      place = Place.after(nodes.add(cause, look, installed));
    }
    Optional<ObservedContainer> left = withoutUnit(service);
    if (left.isPresent()) {
      if (!List.of("", "no").contains(left.get().restart())) {
        place = Place.after(nodes.add(cause, new SetRestartPolicy(rendered.name(), "no"), place));
      }
      Operation stop = new StopContainer(rendered.name(), rendered.spec().stopGracePeriod());
      place = Place.after(nodes.add(cause, stop, place));
    }
    NodeId started = nodes.add(cause, start(service), place);
    // A container that goes on keeps its digest, and with it the record of what it runs.
    NodeId recorded = nodes.addSpare(cause, record(rendered), Place.after(started));
    if (service.kind() == Kind.MIGRATE) {
      nodes.addSpare(
          cause, new Journal(rendered.name(), Mark.STARTED), Place.afterEnd(recorded).and(started));
    }
  }

  /**
   * A container that runs without its unit, such as one in Docker's own care: the unit's first
   * command would remove it, and not every engine gives it time to end then. One that is taken over
   * was ended by its own unit.
   */
  private Optional<ObservedContainer> withoutUnit(Service service) {
    return observed
        .container(service.name())
        .filter(_ -> service.kind() != Kind.ADOPT)
        .filter(ObservedContainer::isRunning)
        .filter(
            _ ->
                Optional.ofNullable(observed.units().get(unit(service)))
                    .filter(unit -> unit.isActive() || unit.isStarting())
                    .isEmpty());
  }

  private static ManagerOperation start(Service service) {
    UnitName unit = unit(service);
    if (isGated(service)) {
      return new StartHealthy(unit, service.name(), !isStart(service));
    }
    return isStart(service) ? new StartUnit(unit) : new RestartUnit(unit);
  }

  /** Whether it is up only when it is healthy. */
  public static boolean isGated(Service service) {
    return service.rendered().gated() && service.isStarting();
  }

  /**
   * Whether the service is started and not restarted: what is new, what systemd has restarted with
   * the one that it requires, and what is on its way. Any other might wait to be restarted by
   * systemd and come up on its own just before a start, which would then do nothing and leave it
   * with the failures that systemd has counted.
   */
  public static boolean isStart(Service service) {
    return switch (service.kind()) {
      case CREATE, RESTART, AWAIT_START -> true;
      case REPLACE, ADOPT, MIGRATE, MIGRATE_STOPPED, START, RELOAD, THAW, CHECK, WATCH, UPDATE ->
          false;
    };
  }

  /** Adds the operations of one that runs on as it is wanted, or does not run. */
  private void goOn(Nodes nodes, Cause cause, Place place, Service service) {
    Rendered rendered = service.rendered();
    if (service.kind() == Kind.WATCH && unrecorded.contains(rendered.name())) {
      nodes.addSpare(cause, record(rendered), place);
    } else if (service.install()) {
      // What it has on disk by now is Berth's again, though its process is not started with it.
      nodes.addSpare(cause, new Confirm(rendered), place);
    }
    if (service.kind() == Kind.THAW) {
      nodes.add(cause, new ThawUnit(unit(service)), place);
    }
    if (service.kind() == Kind.CHECK) {
      resume(nodes, cause, place, rendered);
    }
  }

  /**
   * The unit says with which content it was reloaded last: it is written only when that is so, and
   * a run that is killed before reloads once more.
   */
  private void reload(Nodes nodes, Cause cause, Service service) {
    NodeId reloaded = nodes.add(cause, new ReloadUnit(unit(service)), Place.FIRST);
    Place place = Installation.late(nodes, cause, observed, service, Place.after(reloaded));
    nodes.addSpare(cause, new Confirm(service.rendered()), place);
  }

  /** What is left of its check, such as one that is frozen, is in the way. */
  private static void resume(Nodes nodes, Cause cause, Place place, Rendered rendered) {
    Place next = place;
    if (rendered.checks().unit().isPresent()) {
      Operation stop = new StopUnit(rendered.checks().unit().get());
      next = Place.afterEnd(nodes.addSpare(cause, stop, place));
    }
    int number = 0;
    for (List<String> argv : rendered.checks().resume()) {
      number++;
      Operation resume = new ResumeCheck(rendered.name(), argv, number);
      next = Place.after(nodes.add(cause, resume, next));
    }
  }

  @Override
  public List<Node> settling(Collection<Step> steps, Predicate<Service> isAwaited) {
    return Settling.of(
        steps,
        service ->
            isAwaited.test(service)
                && !isGated(service)
                && observed.hasHealthcheck(service.rendered().spec()),
        this::restarts);
  }

  /**
   * How often systemd has started it again before. Its count begins anew with a start by hand, but
   * not for one that was on its way already.
   */
  private int restarts(Service service) {
    return isFailureForgotten(service)
        ? 0
        : Optional.ofNullable(observed.units().get(unit(service)))
            .map(ObservedUnit::restarts)
            .orElse(0);
  }

  private Operation record(Rendered rendered) {
    return new Recording(rendered, Applied.service(rendered, observed));
  }

  private static UnitName unit(Service service) {
    return service.rendered().unit().map(UnitFile::name).orElseThrow();
  }
}
