package dev.berth.plan.lowering;

import dev.berth.model.Applied;
import dev.berth.model.Change.Service;
import dev.berth.model.Change.Service.Kind;
import dev.berth.model.ContainerName;
import dev.berth.model.Dependency;
import dev.berth.model.Dependency.Condition;
import dev.berth.model.Kept;
import dev.berth.model.Observed;
import dev.berth.model.ObservedContainer;
import dev.berth.model.Plan;
import dev.berth.model.Rendered;
import dev.berth.model.RenderedState;
import dev.berth.model.Step;
import dev.berth.model.operation.ContainerOperation.FreeName;
import dev.berth.model.operation.ContainerOperation.RemoveContainer;
import dev.berth.model.operation.ContainerOperation.RenameContainer;
import dev.berth.model.operation.ContainerOperation.RunService;
import dev.berth.model.operation.ContainerOperation.SetRestartPolicy;
import dev.berth.model.operation.ContainerOperation.StartContainer;
import dev.berth.model.operation.ContainerOperation.StopContainer;
import dev.berth.model.operation.FileOperation.CheckSources;
import dev.berth.model.operation.FileOperation.WriteEnvironment;
import dev.berth.model.operation.LookOperation.AwaitNeeded;
import dev.berth.model.operation.LookOperation.AwaitReady;
import dev.berth.model.operation.LookOperation.AwaitReady.Purpose;
import dev.berth.model.operation.LookOperation.Refuse;
import dev.berth.model.operation.MemoryOperation.Keep;
import dev.berth.model.operation.MemoryOperation.Recording;
import dev.berth.model.operation.MigrationOperation.Journal;
import dev.berth.model.operation.MigrationOperation.Mark;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.Operation;
import dev.berth.plan.lowering.Nodes.Cause;
import dev.berth.plan.lowering.Nodes.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * How services start that the engine itself keeps running. What comes to one step is a chain: its
 * first node has none before it, its last is the end of the step.
 */
public final class EngineLowering implements ServiceLowering {
  private final Function<ContainerName, List<List<String>>> beforeRun;
  private final RenderedState wanted;
  private final Observed observed;
  private final EngineFacts facts;
  private final EnginePredecessors formers;

  /**
   * That of a plan.
   *
   * @param beforeRun the engine's commands that free a container's name before it is run
   */
  public EngineLowering(
      Function<ContainerName, List<List<String>>> beforeRun,
      RenderedState wanted,
      Observed observed,
      EngineFacts facts) {
    this.beforeRun = beforeRun;
    this.wanted = wanted;
    this.observed = observed;
    this.facts = facts;
    this.formers = new EnginePredecessors(observed, facts);
  }

  @Override
  public List<Node> before(Step step) {
    Service service = (Service) step.change();
    Nodes nodes = new Nodes();
    if (service.isStarting()) {
      Rendered rendered = service.rendered();
      Cause cause = new Cause(rendered.name(), step.number());
      Place place = Place.FIRST;
      if (!service.isComingOver()) {
        Operation look = new CheckSources(rendered.name(), rendered.spec().mounts());
        place = Place.after(nodes.add(cause, look, place));
      }
      place = awaitNeeded(nodes, cause, rendered, place);
      if (formers.setAside(service).isPresent() && formers.isNameTaken(rendered.name())) {
        ContainerName aside = EnginePredecessors.aside(rendered.name());
        nodes.add(
            cause,
            new Refuse(
                rendered.name(),
                "the name '" + aside + "' is taken by a container that Berth did not make"),
            place);
      }
    }
    return nodes.all();
  }

  /** No unit waits for the health of what another configuration runs, so that is done here. */
  private Place awaitNeeded(Nodes nodes, Cause cause, Rendered rendered, Place first) {
    Place place = first;
    for (Dependency dependency : rendered.spec().dependencies()) {
      Optional<ContainerName> target =
          dependency.container().filter(name -> wanted.container(name).isEmpty());
      if (dependency.condition() == Condition.SERVICE_HEALTHY && target.isPresent()) {
        Operation await =
            new AwaitNeeded(rendered.name(), target.get(), Dependency.LONGEST_ELSEWHERE);
        place =
            dependency.required()
                ? Place.after(nodes.add(cause, await, place))
                : Place.afterEnd(nodes.addSpare(cause, await, place));
      }
    }
    return place;
  }

  @Override
  public List<Node> of(Step step) {
    Service service = (Service) step.change();
    Rendered rendered = service.rendered();
    Nodes nodes = new Nodes();
    Cause cause = new Cause(service.name(), step.number());
    Place first = Place.FIRST;
    Optional<Kept> aside = formers.setAside(service);
    if (aside.isPresent() && !formers.isKept(formers.replaced(service).orElseThrow(), service)) {
      // Whoever cannot be kept is replaced all the same.
      first =
          Place.afterEnd(nodes.addSpare(cause, new Keep(service.name(), aside.get()), Place.FIRST));
    }
    List<Operation> operations = new ArrayList<>();
    switch (service.kind()) {
      case UPDATE -> operations.add(policy(rendered));
      case START -> operations.addAll(start(service));
      case CREATE, REPLACE, RESTART, ADOPT, MIGRATE, AWAIT_START -> operations.addAll(run(service));
      case WATCH -> {
        if (service.enable()) {
          operations.add(policy(rendered));
        }
      }
      case MIGRATE_STOPPED, RELOAD, THAW, CHECK -> {}
    }
    boolean isWatched = service.kind() == Kind.WATCH;
    if (rendered.gated() && (service.isStarting() || isWatched)) {
      operations.add(
          new AwaitReady(
              rendered.name(), Optional.empty(), rendered.spec().longestStart(), Purpose.GATE));
    }
    if (service.isStarting() || (isWatched && !isRecorded(rendered))) {
      operations.add(new Recording(rendered, Applied.service(rendered, observed)));
    }
    if (service.kind() == Kind.MIGRATE) {
      operations.add(new Journal(rendered.name(), Mark.STARTED));
    }
    if (!operations.isEmpty()) {
      nodes.addChain(cause, first, operations);
    }
    return nodes.all();
  }

  /** A run that was killed may have started it, and not come to say so. */
  private boolean isRecorded(Rendered rendered) {
    return Optional.ofNullable(facts.applied().get(rendered.name()))
        .filter(applied -> applied.digest().equals(rendered.digest()))
        .isPresent();
  }

  /** One that is restarted again and again has to be stopped before it can be started. */
  private static List<Operation> start(Service service) {
    Rendered rendered = service.rendered();
    List<Operation> operations = new ArrayList<>();
    if (service.enable()) {
      operations.add(policy(rendered));
    }
    operations.add(new StopContainer(rendered.name(), rendered.spec().stopGracePeriod()));
    operations.add(new StartContainer(rendered.name()));
    return operations;
  }

  /**
   * The command must find the name free, which who leaves has seen to; and no variable in a file
   * that a reader of the container's own could use.
   */
  private List<Operation> run(Service service) {
    Rendered rendered = service.rendered();
    List<Operation> leaving = leaving(service);
    List<Operation> operations = new ArrayList<>(leaving);
    operations.add(new WriteEnvironment(rendered.name(), rendered.secretFiles()));
    if (leaving.isEmpty()) {
      beforeRun
          .apply(rendered.name())
          .forEach(argv -> operations.add(new FreeName(rendered.name(), argv)));
    }
    operations.add(new RunService(rendered.name(), rendered.argv(), rendered.environment()));
    return operations;
  }

  /** What ends the container that this service replaces, and keeps it where one may go back. */
  private List<Operation> leaving(Service service) {
    Optional<ObservedContainer> replaced = formers.replaced(service);
    if (replaced.isEmpty()) {
      return List.of();
    }
    ContainerName name = service.name();
    Duration grace = service.rendered().spec().stopGracePeriod();
    if (formers.setAside(service).isEmpty()) {
      return List.of(new RemoveContainer(name, grace));
    }
    List<Operation> operations = new ArrayList<>();
    // Its policy first: should the daemon be restarted meanwhile, two would run.
    operations.add(new SetRestartPolicy(name, "no"));
    operations.add(new StopContainer(name, grace));
    if (formers.isNameUsed(name)) {
      operations.add(new RemoveContainer(EnginePredecessors.aside(name), Duration.ZERO));
    }
    operations.add(new RenameContainer(name, EnginePredecessors.aside(name)));
    return operations;
  }

  private static Operation policy(Rendered rendered) {
    return new SetRestartPolicy(
        rendered.name(), rendered.spec().restart().orElseThrow().toString());
  }

  @Override
  public List<Node> settling(Collection<Step> steps, Predicate<Service> isAwaited) {
    return Settling.of(
        steps,
        service ->
            isAwaited.test(service)
                && !service.rendered().gated()
                && observed.hasHealthcheck(service.rendered().spec()),
        service ->
            service.kind() == Kind.WATCH ? facts.restarts().getOrDefault(service.name(), 0) : 0);
  }

  @Override
  public List<Node> over(Plan plan) {
    Map<ContainerName, Service> services = new HashMap<>();
    for (Step step : plan.steps()) {
      if (step.change() instanceof Service service) {
        services.put(service.name(), service);
      }
    }
    return over(
        wanted
            .containers()
            .filter(
                rendered -> {
                  Service service = services.get(rendered.name());
                  boolean isSetAside = service != null && formers.setAside(service).isPresent();
                  boolean isSeen = service != null && service.isLookedAt();
                  return isSetAside || (isSeen && formers.ofKilledRun(rendered).isPresent());
                })
            .map(Rendered::name)
            .toList());
  }

  /** The end of what waits for services that are well by now, by the services' names. */
  public static List<Node> over(Collection<ContainerName> containers) {
    Nodes nodes = new Nodes();
    containers.forEach(
        name ->
            nodes.addSpare(
                new Cause(name, 0),
                new RemoveContainer(EnginePredecessors.aside(name), Duration.ZERO),
                Place.FIRST));
    return nodes.all();
  }
}
