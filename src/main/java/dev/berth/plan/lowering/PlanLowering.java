package dev.berth.plan.lowering;

import dev.berth.model.Change;
import dev.berth.model.Change.AdoptTask;
import dev.berth.model.Change.OrderBoot;
import dev.berth.model.Change.Release;
import dev.berth.model.Change.RemoveLegacy;
import dev.berth.model.Change.RunTask;
import dev.berth.model.Change.Service;
import dev.berth.model.Evacuation;
import dev.berth.model.LegacyContainer;
import dev.berth.model.Observed;
import dev.berth.model.Plan;
import dev.berth.model.Rendered;
import dev.berth.model.RenderedState;
import dev.berth.model.Stage;
import dev.berth.model.Stage.Phase;
import dev.berth.model.Step;
import dev.berth.model.operation.ContainerOperation.RemoveTrial;
import dev.berth.model.operation.FileOperation.RemoveUnit;
import dev.berth.model.operation.ManagerOperation;
import dev.berth.model.operation.MemoryOperation.Keep;
import dev.berth.model.operation.MigrationOperation.Mark;
import dev.berth.model.operation.Node;
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
  private final Plan plan;
  private final RenderedState wanted;
  private final Observed observed;
  private final ServiceLowering services;
  private final TaskLowering tasks;
  private final LateServices late;
  private final UnitPredecessors units;
  private final LegacyLowering legacy;
  private final Map<String, Evacuation> departing;
  private final Function<Service, List<String>> denied;
  private final Map<String, Rendered> adoptedTasks = new HashMap<>();

  /** The containers of which what was left does not start at boot any more. */
  private final Set<String> disabled = new HashSet<>();

  /** The containers of which what was left is gone, or set aside. */
  private final Set<String> taken = new HashSet<>();

  /** Whether systemd knows units whose files are gone by then. */
  private boolean isStale;

  /** The containers that have left the other engine. */
  private final Set<String> left = new HashSet<>();

  private final Nodes nodes = new Nodes();

  /** What comes after a step, by its number. */
  private final Map<Integer, Place> ends = new HashMap<>();

  /** What comes after what is done for a container, by its name. */
  private final Map<String, Place> ready = new HashMap<>();

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
      Map<String, Evacuation> departing,
      Function<Service, List<String>> denied) {
    this.plan = plan;
    this.wanted = facts.wanted();
    this.observed = facts.observed();
    this.services = services;
    this.tasks = tasks;
    this.units = facts.units();
    this.late = facts.late();
    this.departing = Map.copyOf(departing);
    this.denied = denied;
    this.legacy =
        new LegacyLowering(
            wanted,
            observed,
            plan.steps().stream()
                .filter(step -> former(step).isPresent())
                .map(step -> step.change().subject())
                .collect(Collectors.toSet()));
    changes(AdoptTask.class).forEach(task -> adoptedTasks.put(task.subject(), task.rendered()));
  }

  /** What was left of the container that a step takes over, or away. */
  private Optional<LegacyContainer> former(Step step) {
    return switch (step.change()) {
      case RemoveLegacy remove -> Optional.of(remove.former());
      case Service service -> observed.legacy(service.subject());
      case RunTask task -> observed.legacy(task.subject());
      case AdoptTask task -> observed.legacy(task.subject());
      default -> Optional.empty();
    };
  }

  /**
   * The operations of the plan.
   *
   * @param trials of what replaces something
   * @param isAwaited whether the health of a service is waited for in the end
   */
  public List<Node> of(List<Trial> trials, Predicate<Service> isAwaited) {
    Place place = graft(Preparation.of(plan.steps(Phase.PULL)), Place.FIRST);
    place = graft(Preparation.of(plan.steps(Phase.PREPARE)), place);
    place = tried(trials, place);
    place = place.and(graft(services.keep(plan), place).over());
    List<Node> removals = Teardown.of(removals(), observed::hasUnitFile);
    place = place.and(graft(removals, place).over());
    List<LegacyContainer> unwanted = formers(step -> step.change() instanceof RemoveLegacy);
    place = place.and(takeAway(unwanted, former -> false, place).over());
    List<LegacyContainer> due = formers(step -> !(step.change() instanceof RemoveLegacy));
    place = place.and(graft(LegacyLowering.untie(due), place).over());
    place = place.and(graft(Teardown.ofReleases(releases()), place).over());
    boolean reload =
        !unwanted.isEmpty()
            || !due.isEmpty()
            || removals.stream().anyMatch(node -> node.operation() instanceof ManagerOperation);
    if (wanted.sets().isEmpty()) {
      graft(Installation.of(observed, List.of(), List.of(), reload), place);
    }
    for (int set = 0; set < wanted.sets().size(); set++) {
      place = set(set, reload && set == 0, place);
    }
    List<Step> started = plan.steps(Phase.GROUP).stream().filter(PlanLowering::isSettling).toList();
    Place settled = graft(services.settling(started, isAwaited), place.over());
    end(settled.over());
    return nodes.all();
  }

  /** What was kept until all were seen to be well goes, and systemd forgets what has gone. */
  private void end(Place place) {
    List<LegacyContainer> aside =
        changes(Service.class)
            .flatMap(service -> observed.legacy(service.subject()).stream())
            .toList();
    Place gone = graft(legacy.over(aside), place).over();
    if (!aside.isEmpty() || isStale) {
      graft(LegacyLowering.told(), place.and(gone));
    }
    List<String> arrived =
        wanted.containers().map(Rendered::name).filter(departing::containsKey).toList();
    graft(MigrationLowering.journal(arrived, Mark.ARRIVED), place);
    graft(services.over(plan), place);
    Set<String> kept =
        nodes.all().stream()
            .map(Node::operation)
            .flatMap(operation -> operation instanceof Keep keep ? Stream.of(keep) : Stream.empty())
            .map(Keep::container)
            .collect(Collectors.toSet());
    graft(SystemdReturn.forget(units.over(plan, wanted, kept)), place);
  }

  private List<LegacyContainer> formers(Predicate<Step> which) {
    return plan.steps().stream().filter(which).flatMap(step -> former(step).stream()).toList();
  }

  private List<LegacyContainer> toDisable(List<LegacyContainer> formers) {
    return formers.stream().filter(former -> disabled.add(former.name())).toList();
  }

  /** With those in their namespaces, which go with them. */
  private Place takeAway(
      List<LegacyContainer> formers, Predicate<LegacyContainer> isKept, Place place) {
    List<LegacyContainer> all =
        legacy.withThoseInTheirNamespaces(formers).stream()
            .filter(former -> taken.add(former.name()))
            .toList();
    List<Node> part = legacy.takeAway(toDisable(formers), all, adoptedTasks, isKept);
    isStale |= part.stream().anyMatch(node -> node.operation() instanceof RemoveUnit);
    return graft(part, place);
  }

  private Place graft(List<Node> part, Place place) {
    return nodes.graft("", part, place);
  }

  /** What was made for a trial goes beside what comes next. */
  private Place tried(List<Trial> trials, Place place) {
    List<Node> all = TrialLowering.of(trials);
    graft(all, place);
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
        .toList();
  }

  private List<Step> releases() {
    return plan.steps(Phase.REMOVE).stream()
        .filter(step -> step.change() instanceof Release)
        .toList();
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
        due.stream().flatMap(service -> observed.legacy(service.subject()).stream()).toList();
    Place disabling = first.and(graft(legacy.disable(toDisable(theirs)), first).over());
    Place installed =
        nodes.graft(configId, Installation.of(observed, due, orders, reload), disabling);
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
    return done;
  }

  private Place group(List<Step> group, Place first) {
    Place begun = first.and(graft(services.beginning(group), first).over());
    Place all = first;
    for (Step step : group) {
      Place place = begun;
      for (String needed : step.change().target().map(wanted::needs).orElse(Set.of())) {
        place = place.and(ready.getOrDefault(needed, Place.FIRST));
      }
      for (int before : step.after()) {
        place = place.and(ends.getOrDefault(before, Place.FIRST).over());
      }
      Place end = step(step, place);
      ends.put(step.number(), end);
      ready.put(step.change().subject(), end);
      all = all.and(end);
    }
    return all;
  }

  private Place step(Step step, Place first) {
    Place place = first;
    Optional<LegacyContainer> former = former(step);
    boolean isService = step.change() instanceof Service;
    if (former.isPresent()) {
      place =
          takeAway(former.stream().toList(), it -> isService && it.container().isPresent(), place);
    }
    if (step.change() instanceof Service service) {
      place = graft(services.before(step), place);
      place = leave(step, service, place);
    }
    List<Node> part = isService ? services.of(step) : tasks.of(step);
    place = graft(part, place);
    if (part.isEmpty()) {
      Cause cause = new Cause(step.change().subject(), step.number());
      place = Place.after(nodes.barrier(cause, "nothing is called for it", place));
    }
    return place;
  }

  private Place leave(Step step, Service service, Place place) {
    Evacuation leaver = departing.get(service.subject());
    if (leaver == null || !service.isComingOver()) {
      return place;
    }
    Evacuation now = leaver.without(left);
    left.add(service.subject());
    left.addAll(now.sharers());
    return graft(MigrationLowering.leaving(step, now, denied.apply(service)), place);
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
