package dev.berth.plan.lowering;

import dev.berth.model.Applied;
import dev.berth.model.Change;
import dev.berth.model.Change.AdoptTask;
import dev.berth.model.Change.OrderBoot;
import dev.berth.model.Change.Release;
import dev.berth.model.Change.RemoveLegacy;
import dev.berth.model.Change.ReplaceNetwork;
import dev.berth.model.Change.Service;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.ContainerSpec.Role;
import dev.berth.model.Evacuation;
import dev.berth.model.Labels;
import dev.berth.model.LegacyContainer;
import dev.berth.model.Observed;
import dev.berth.model.ObservedContainer;
import dev.berth.model.Plan;
import dev.berth.model.Rendered;
import dev.berth.model.RenderedState;
import dev.berth.model.Stage;
import dev.berth.model.Stage.Phase;
import dev.berth.model.Step;
import dev.berth.model.operation.Behalf;
import dev.berth.model.operation.ContainerOperation.RemoveTrial;
import dev.berth.model.operation.FileOperation.CheckSources;
import dev.berth.model.operation.ManagerOperation;
import dev.berth.model.operation.MemoryOperation.Keep;
import dev.berth.model.operation.MemoryOperation.Recording;
import dev.berth.model.operation.MigrationOperation.Mark;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.NodeId;
import dev.berth.plan.lowering.Nodes.Cause;
import dev.berth.plan.lowering.Nodes.Place;
import dev.berth.plan.lowering.TrialLowering.Trial;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that a plan comes to on the host, as one graph: what is needed is fetched and made, what
 * replaces something is tried, what goes goes; then set after set, in each group after group.
 */
public final class PlanLowering {
  private static final String TURN = "it is the turn of ";

  private final Plan plan;
  private final RenderedState wanted;
  private final Observed observed;
  private final ServiceLowering services;
  private final TaskLowering tasks;
  private final LateServices late;
  private final UnitPredecessors units;
  private final Set<ContainerName> unrecorded;
  private final LegacyParts legacy;
  private final LeavingParts leaving;
  private final Map<ContainerName, Evacuation> departing;
  private final Map<NodeId, Part> parts = new HashMap<>();
  private final Set<NodeId> required = new HashSet<>();
  private final Map<NodeId, List<Service>> turns = new HashMap<>();

  /** Where what was made for trials is gone. */
  private Place untried = Place.FIRST;

  private final Nodes nodes = new Nodes();

  /** What comes after a step, by its number. */
  private final Map<Integer, Place> ends = new HashMap<>();

  /** What comes after what is done for a container, by its name. */
  private final Map<ContainerName, Place> ready = new HashMap<>();

  /**
   * That of a plan.
   *
   * @param facts what its services are lowered by
   * @param departing what goes with each that comes over, by container
   * @param denied the paths that a service binds and that SELinux would deny to it
   */
  public PlanLowering(
      Plan plan,
      ServiceFacts facts,
      ServiceLowering services,
      TaskLowering tasks,
      Map<ContainerName, Evacuation> departing,
      Function<Service, List<String>> denied) {
    this.plan = plan;
    this.wanted = facts.wanted();
    this.observed = facts.observed();
    this.services = services;
    this.tasks = tasks;
    this.units = facts.units();
    this.unrecorded = facts.unrecorded();
    this.late = facts.late();
    this.departing = Map.copyOf(departing);
    this.legacy = new LegacyParts(plan, wanted, observed, nodes, parts);
    this.leaving = new LeavingParts(departing, denied, nodes, parts);
  }

  /** What an operation of a service's step is there for. */
  public enum Part {
    /** What Paunch left of it makes way. */
    LEGACY,
    /** All that can keep it from starting is looked at, while what it replaces still runs. */
    CHECK,
    /** It leaves the other engine. */
    LEAVE,
    /** It comes to run. */
    START
  }

  /**
   * All that a plan comes to until each of its steps has had its turn.
   *
   * @param nodes the operations, each behind those that it comes after
   * @param parts what those of services are there for
   * @param required those without which nothing can go on, and that are of no step
   * @param turns the services whose files are written from each of these points on
   * @param touching the point before which nothing that is there is touched
   */
  public record Forward(
      List<Node> nodes,
      Map<NodeId, Part> parts,
      Set<NodeId> required,
      Map<NodeId, List<Service>> turns,
      NodeId touching) {
    /** Keeps its own copies. */
    public Forward {
      nodes = List.copyOf(nodes);
      parts = Map.copyOf(parts);
      required = Set.copyOf(required);
      turns = Map.copyOf(turns);
    }
  }

  /**
   * The operations of the plan, where nothing fails.
   *
   * @param trials of what replaces something
   * @param isAwaited whether the health of a service is waited for in the end
   */
  public List<Node> of(List<Trial> trials, Predicate<Service> isAwaited) {
    Place pulled = graft(Preparation.of(plan.steps(Phase.PULL)), Place.FIRST);
    Place place = carriedOut(untouched(trials, pulled));
    List<Step> started = plan.steps(Phase.GROUP).stream().filter(PlanLowering::isSettling).toList();
    Place settled = graft(services.settling(started, isAwaited), place.over());
    end(settled.over());
    graft(
        Preparation.of(plan.steps(Phase.TIDY)), Place.FIRST.and(new Place(Set.of(), nodes.ids())));
    return nodes.all();
  }

  /**
   * Its operations until each of its steps has had its turn, once all images are there.
   *
   * @param trials of what replaces something
   */
  public Forward forward(List<Trial> trials) {
    NodeId touching = untouched(trials, Place.FIRST);
    carriedOut(touching);
    return new Forward(nodes.all(), parts, required, turns, touching);
  }

  /** All that is done before anything that is there is touched. */
  private NodeId untouched(List<Trial> trials, Place first) {
    Place prepared = graft(Preparation.of(plan.steps(Phase.PREPARE)), first);
    Place place = Place.after(nodes.turn("all is prepared", prepared));
    return nodes.barrier(Cause.shared(0), "nothing is touched before", tried(trials, place));
  }

  private Place carriedOut(NodeId touching) {
    Place place = Place.after(touching);
    graft(unrecorded(), place);
    place = place.and(graft(services.keep(plan), place).over());
    List<Node> removals = Teardown.of(removals(), observed::hasUnitFile);
    if (changes(Change.RemoveVolume.class).findAny().isPresent()
        || changes(ReplaceNetwork.class).findAny().isPresent()) {
      // One that was made for a trial might use the volume, or be in the network.
      place = place.and(untried);
    }
    place = place.and(graft(removals, place).over());
    List<LegacyContainer> unwanted = legacy.of(step -> step.change() instanceof RemoveLegacy);
    place = place.and(legacy.takeAway(unwanted, former -> false, place).over());
    List<LegacyContainer> due = legacy.of(step -> !(step.change() instanceof RemoveLegacy));
    place = place.and(require(LegacyLowering.untie(due), new Behalf.Shared(), place));
    place = place.and(graft(Teardown.ofReleases(releases()), place).over());
    place = place.and(graft(Preparation.of(steps(ReplaceNetwork.class)), place).over());
    boolean reload =
        !unwanted.isEmpty()
            || !due.isEmpty()
            || removals.stream().anyMatch(node -> node.operation() instanceof ManagerOperation);
    if (wanted.sets().isEmpty()) {
      require(Installation.of(observed, List.of(), List.of(), reload), new Behalf.Shared(), place);
    }
    for (int set = 0; set < wanted.sets().size(); set++) {
      place = set(set, reload && set == 0, place);
    }
    return place;
  }

  /**
   * What was started right before a run was killed is as it is wanted, and not on record: its next
   * change could not be told by its keys.
   */
  private List<Node> unrecorded() {
    Nodes records = new Nodes();
    plan.unchanged().stream()
        .flatMap(name -> wanted.container(name).stream())
        .filter(rendered -> rendered.spec().role() != Role.EXEC)
        .filter(rendered -> unrecorded.contains(rendered.name()))
        .filter(this::wasApplied)
        .forEach(
            rendered ->
                records.addSpare(
                    new Cause(rendered.name(), 0),
                    rendered.spec().role() == Role.SERVICE
                        ? new Recording(rendered, Applied.service(rendered, observed))
                        : tasks.record(rendered),
                    Place.FIRST));
    return records.all();
  }

  private boolean wasApplied(Rendered rendered) {
    return observed
        .container(rendered.name())
        .filter(container -> container.ownership().isProven())
        .filter(container -> container.isRunning() || hasEndedWell(rendered.spec(), container))
        .flatMap(container -> container.label(Labels.DIGEST))
        .filter(rendered.digest()::equals)
        .isPresent();
  }

  /** Where nobody waits for its end, nobody asks how it ended either. */
  private static boolean hasEndedWell(ContainerSpec spec, ObservedContainer container) {
    return spec.role() == Role.TASK
        && (!spec.isAwaited() || spec.exitCodes().contains(container.exitCode()));
  }

  /** Those without which nothing can go on. */
  private Place require(List<Node> part, Behalf scope, Place place) {
    return nodes.graft(
        scope,
        part,
        place,
        node -> {
          if (node.essential()) {
            required.add(node.id());
          }
        });
  }

  /** What was kept until all were seen to be well goes, and systemd forgets what has gone. */
  private void end(Place place) {
    List<LegacyContainer> aside =
        changes(Service.class)
            .flatMap(service -> observed.legacy(service.name()).stream())
            .toList();
    Place gone = graft(legacy.over(aside), place).over();
    if (!aside.isEmpty() || legacy.isStale()) {
      graft(LegacyLowering.told(), place.and(gone));
    }
    List<ContainerName> arrived =
        wanted.containers().map(Rendered::name).filter(departing::containsKey).toList();
    graft(MigrationLowering.journal(arrived, Mark.ARRIVED), place);
    graft(services.over(plan), place);
    Set<ContainerName> kept =
        nodes.all().stream()
            .map(Node::operation)
            .flatMap(operation -> operation instanceof Keep keep ? Stream.of(keep) : Stream.empty())
            .map(Keep::container)
            .collect(Collectors.toSet());
    graft(SystemdReturn.forget(units.over(plan, wanted, kept)), place);
  }

  private Place graft(List<Node> part, Place place) {
    return nodes.graft(new Behalf.Shared(), part, place);
  }

  /** What was made for a trial goes beside what comes next. */
  private Place tried(List<Trial> trials, Place place) {
    List<Node> all = TrialLowering.of(trials);
    untried = graft(all, place).over();
    Place tried = place;
    for (Node node : all) {
      if (!(node.operation() instanceof RemoveTrial) && node.essential()) {
        tried = tried.and(node.id());
      }
    }
    return tried;
  }

  private List<Step> removals() {
    return plan.steps(Phase.REMOVE).stream()
        .filter(step -> !(step.change() instanceof RemoveLegacy))
        .filter(step -> !(step.change() instanceof Release))
        .filter(step -> !(step.change() instanceof ReplaceNetwork))
        .toList();
  }

  private List<Step> releases() {
    return steps(Release.class);
  }

  private List<Step> steps(Class<? extends Change> kind) {
    return plan.steps().stream().filter(step -> kind.isInstance(step.change())).toList();
  }

  /** One set after the other: should a step fail, a boot must not start what comes after it. */
  private Place set(int set, boolean reload, Place first) {
    String configId = wanted.sets().get(set).configId();
    List<Service> due =
        changes(Service.class)
            .filter(service -> service.rendered().configId().equals(configId))
            .filter(service -> !late.contains(service))
            .toList();
    List<OrderBoot> orders =
        changes(OrderBoot.class).filter(order -> order.configId().equals(configId)).toList();
    List<LegacyContainer> theirs =
        due.stream().flatMap(service -> observed.legacy(service.name()).stream()).toList();
    Place disabling = first.and(legacy.disable(theirs, first).over());
    NodeId turn = nodes.barrier(Cause.shared(0), TURN + configId, disabling);
    turns.put(turn, due);
    disabling = disabling.and(turn);
    Place installed =
        require(
            Installation.of(observed, due, orders, reload),
            new Behalf.OfConfiguration(configId),
            disabling);
    Map<Stage, List<Step>> groups = new TreeMap<>();
    for (Step step : plan.steps(Phase.GROUP)) {
      if (step.stage().set() == set) {
        groups.computeIfAbsent(step.stage(), key -> new ArrayList<>()).add(step);
      }
    }
    Place done = installed;
    Place over = installed;
    for (List<Step> group : groups.values()) {
      Place ended = group(group, installed.and(over));
      done = done.and(ended);
      over = over.and(ended.over());
    }
    List<Step> ordering =
        plan.steps(Phase.ORDER).stream()
            .filter(step -> step.change().subject().equals(configId))
            .toList();
    graft(BootOrderLowering.of(ordering), installed.and(over));
    return wanted.isSeries() ? done : over;
  }

  private Place group(List<Step> group, Place first) {
    Place begun = first.and(graft(services.beginning(group), first).over());
    Place all = first;
    for (Step step : group) {
      Place place = begun;
      for (ContainerName needed : step.change().target().map(wanted::needs).orElse(Set.of())) {
        place = place.and(ready.getOrDefault(needed, Place.FIRST));
      }
      for (int before : step.after()) {
        place = place.and(ends.getOrDefault(before, Place.FIRST).over());
      }
      Place end = step(step, place);
      ends.put(step.number(), end);
      step.change().about().ifPresent(name -> ready.put(name, end));
      all = all.and(end);
    }
    return all;
  }

  private Place step(Step step, Place first) {
    Place place = first;
    Optional<LegacyContainer> former = legacy.of(step);
    boolean isService = step.change() instanceof Service;
    if (former.isPresent()) {
      if (!(step.change() instanceof AdoptTask)) {
        // What cannot start must not cost what runs.
        place = part(Part.CHECK, checkSources(step), place);
      }
      place =
          legacy.takeAway(
              former.stream().toList(), it -> isService && it.container().isPresent(), place);
    }
    if (step.change() instanceof Service service) {
      place = part(Part.CHECK, services.before(step), place);
      place = leaving.of(step, service, place);
    }
    List<Node> part = isService ? services.of(step) : tasks.of(step);
    place = part(Part.START, part, place);
    if (part.isEmpty()) {
      Cause cause = cause(step);
      place = Place.after(nodes.turn(cause, "nothing is called for it", place));
    }
    return place;
  }

  private static Cause cause(Step step) {
    return new Cause(step.change().about().orElseThrow(), step.number());
  }

  private static List<Node> checkSources(Step step) {
    Nodes check = new Nodes();
    step.change()
        .target()
        .ifPresent(
            rendered ->
                check.add(
                    cause(step),
                    new CheckSources(rendered.name(), rendered.spec().mounts()),
                    Place.FIRST));
    return check.all();
  }

  private Place part(Part what, List<Node> part, Place place) {
    return nodes.graft(new Behalf.Shared(), part, place, node -> parts.put(node.id(), what));
  }

  private static boolean isSettling(Step step) {
    return step.change() instanceof Service service && service.isLookedAt();
  }

  private <C extends Change> Stream<C> changes(Class<C> kind) {
    return plan.steps().stream()
        .map(Step::change)
        .flatMap(change -> Optional.of(change).filter(kind::isInstance).map(kind::cast).stream());
  }
}
