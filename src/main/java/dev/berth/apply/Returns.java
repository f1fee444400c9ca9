package dev.berth.apply;

import dev.berth.host.Messages;
import dev.berth.model.Care;
import dev.berth.model.Change.Service;
import dev.berth.model.ContainerName;
import dev.berth.model.Plan;
import dev.berth.model.Step;
import dev.berth.model.operation.Behalf;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.NodeId;
import dev.berth.plan.lowering.AddedNodes;
import dev.berth.plan.lowering.AddedNodes.Added;
import dev.berth.plan.lowering.EngineReturn;
import dev.berth.plan.lowering.PlanLowering.Forward;
import dev.berth.plan.lowering.PlanLowering.Part;
import dev.berth.plan.lowering.SystemdLowering;
import dev.berth.plan.lowering.SystemdReturn;
import dev.berth.run.Failure.Interrupted;
import dev.berth.run.Failure.Unhealthy;
import dev.berth.run.Reasons;
import dev.berth.run.Recovery;
import dev.berth.run.Result;
import dev.berth.run.RunListener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Answers what fails with the way back: the first that is possible of what Paunch had, what ran
 * here, the other engine. It follows what is carried out, and knows how each step went back.
 */
final class Returns implements Recovery, RunListener {
  private final Map<Integer, Step> steps = new HashMap<>();
  private final Map<ContainerName, Service> services = new HashMap<>();
  private final Forward forward;
  private final AddedNodes added;
  private final UnitReturns units;
  private final EngineReturns engines;
  private final LegacyReturns legacy;
  private final MigrationReturns migrations;
  private final Map<NodeId, Result> results;
  private final Map<Integer, Back> backs = new HashMap<>();

  /** The last that goes back to the other engine: one after the other. */
  private Added lastThere = Added.NONE;

  /** How one goes back, or went. */
  private sealed interface Back {
    /** The way back to what Paunch had. */
    record Legacy(Added nodes) implements Back {}

    /** The way back to what its unit was. */
    record Unit(Added nodes) implements Back {}

    /** The way back to what the engine has set aside. */
    record InEngine(Added nodes) implements Back {}

    /** The way back to the other engine, once it has ended here. */
    record Over(Added here, Added there) implements Back {}

    /** It stays on the other engine, as it could not leave. */
    record Stay(Added nodes, List<ContainerName> containers, boolean isLeaving) implements Back {}

    /** No way back. */
    record Not(String because) implements Back {}
  }

  /**
   * The ways back of a run.
   *
   * @param results what became of the operations so far; this fills it
   */
  Returns(
      Plan plan,
      Forward forward,
      UnitReturns units,
      EngineReturns engines,
      LegacyReturns legacy,
      MigrationReturns migrations,
      Map<NodeId, Result> results) {
    for (Step step : plan.steps()) {
      steps.put(step.number(), step);
      if (step.change() instanceof Service service) {
        services.put(service.name(), service);
      }
    }
    this.forward = forward;
    this.added = new AddedNodes(forward.nodes());
    this.units = units;
    this.engines = engines;
    this.legacy = legacy;
    this.migrations = migrations;
    this.results = results;
  }

  @Override
  public void begun(Node node) {
    Service service = node.id().container().map(services::get).orElse(null);
    if (service == null || forward.parts().get(node.id()) != Part.START) {
      return;
    }
    if (service.rendered().care() != Care.UNIT) {
      engines.begin(service);
    } else if (SystemdLowering.isBeforeTurn(node.operation())) {
      units.await(service);
    } else {
      units.begun(service);
    }
  }

  @Override
  public void ended(Node node, Result result) {
    results.put(node.id(), result);
    if (result instanceof Result.Done) {
      legacy.done(node);
      forward.turns().getOrDefault(node.id(), List.of()).forEach(units::await);
    }
  }

  /** Nothing is left to be done for it: its turn is over. */
  void done(Step step) {
    if (step.change() instanceof Service service) {
      units.begun(service);
    }
  }

  @Override
  public List<Node> after(List<Failed> failed) {
    failed.forEach(one -> results.put(one.node().id(), new Result.Failed(one.failure())));
    List<Step> going = new ArrayList<>();
    List<Node> nodes = new ArrayList<>();
    for (Failed one : failed) {
      Step step = steps.get(one.node().step());
      Part part = forward.parts().get(one.node().id());
      if (part == null
          || step == null
          || !(step.change() instanceof Service service)
          || backs.containsKey(step.number())) {
        continue;
      }
      switch (part) {
        case LEGACY -> {}
        case CHECK ->
            nodes.addAll(guarded(List.of(step), () -> stay(step, List.of(service.name()), false)));
        case LEAVE ->
            nodes.addAll(
                guarded(List.of(step), () -> stay(step, migrations.leaving(service), true)));
        case START -> {
          if (isBeforeTurn(service, one.node())) {
            nodes.addAll(guarded(List.of(step), () -> overUnderWay(step, service)));
          } else if (mayGoBack(service, one)) {
            going.add(step);
          }
        }
      }
    }
    nodes.addAll(goBack(going));
    return nodes;
  }

  private static boolean isBeforeTurn(Service service, Node node) {
    return service.rendered().care() == Care.UNIT && SystemdLowering.isBeforeTurn(node.operation());
  }

  /** A policy alone that cannot be set costs nobody what runs. */
  private static boolean mayGoBack(Service service, Failed failed) {
    return service.rendered().care() == Care.UNIT
        ? service.isStarting() && !(failed.failure() instanceof Interrupted)
        : service.isStarting() || failed.failure() instanceof Unhealthy;
  }

  /** Has those of these there that were ended early, with another one. */
  private List<Node> stay(Step step, List<ContainerName> containers, boolean isLeaving) {
    Service service = (Service) step.change();
    if (!service.isComingOver()) {
      return List.of();
    }
    List<ContainerName> back = migrations.underWay(containers);
    Added nodes = there(step, back, Added.NONE);
    backs.put(step.number(), new Back.Stay(nodes, back, isLeaving));
    return nodes.nodes();
  }

  private Added there(Step step, List<ContainerName> containers, Added here) {
    List<Node> part = migrations.there(containers);
    if (part.isEmpty()) {
      return Added.NONE;
    }
    Added there =
        here.nodes().isEmpty()
            ? added.add(part, lastThere, false, _ -> step.number())
            : added.add(part, here, true, _ -> step.number());
    lastThere = there;
    return there;
  }

  /** What goes wrong with one must not keep the others from going back. */
  private List<Node> guarded(List<Step> failed, Supplier<List<Node>> lowering) {
    try {
      return failed.isEmpty() ? List.of() : lowering.get();
    } catch (RuntimeException fault) {
      failed.forEach(step -> backs.put(step.number(), new Back.Not(Messages.of(fault))));
      return List.of();
    }
  }

  private List<Node> overUnderWay(Step step, Service service) {
    return !service.isComingOver() || migrations.underWay(List.of(service.name())).isEmpty()
        ? List.of()
        : over(step, service);
  }

  private List<Node> over(Step step, Service service) {
    Added here = added.add(migrations.endHere(service), lastThere, false, _ -> step.number());
    Added there = there(step, List.of(service.name()), here);
    backs.put(step.number(), new Back.Over(here, there));
    return here.and(there).nodes();
  }

  /**
   * Takes services back that failed together; nothing for those that have no way back.
   *
   * @return what is to be carried out
   */
  List<Node> goBack(List<Step> failed) {
    List<Node> nodes = new ArrayList<>();
    List<Step> byUnit = new ArrayList<>();
    List<Step> inEngine = new ArrayList<>();
    for (Step step : failed) {
      Service service = (Service) step.change();
      if (legacy.isRestored(service.name())) {
        backs.put(step.number(), new Back.Legacy(Added.NONE));
      } else if (legacy.isPossible(service)) {
        nodes.addAll(guarded(List.of(step), () -> toLegacy(step)));
      } else if (isKept(service)) {
        (service.rendered().care() == Care.UNIT ? byUnit : inEngine).add(step);
      } else if (migrations.isPossible(service)) {
        nodes.addAll(guarded(List.of(step), () -> over(step, service)));
      }
    }
    nodes.addAll(guarded(byUnit, () -> byUnit(byUnit)));
    nodes.addAll(guarded(inEngine, () -> inEngine(inEngine)));
    return nodes;
  }

  /** The name of a service that is to go back. */
  private static ContainerName name(Step step) {
    return ((Service) step.change()).name();
  }

  private List<Node> toLegacy(Step step) {
    List<Node> part = legacy.lower(name(step), units);
    Added back = added.add(part, Added.NONE, false, _ -> step.number());
    backs.put(step.number(), new Back.Legacy(back));
    return back.nodes();
  }

  private List<Node> byUnit(List<Step> going) {
    Map<Behalf, Integer> numbers = new HashMap<>();
    going.forEach(step -> numbers.put(SystemdReturn.behalf(name(step)), step.number()));
    int first = going.getFirst().number();
    Added back =
        added.add(
            units.lower(going.stream().map(step -> (Service) step.change()).toList()),
            Added.NONE,
            false,
            id -> numbers.getOrDefault(id.behalf(), first));
    going.forEach(step -> backs.put(step.number(), new Back.Unit(back)));
    return back.nodes();
  }

  private List<Node> inEngine(List<Step> going) {
    int first = going.getFirst().number();
    Map<ContainerName, Integer> numbers = new HashMap<>();
    going.forEach(step -> numbers.put(name(step), step.number()));
    List<Node> part = engines.lower(going.stream().map(Returns::name).toList());
    Map<NodeId, Integer> owners = new HashMap<>();
    part.forEach(
        node -> owners.put(node.id(), numbers.getOrDefault(EngineReturn.container(node), first)));
    Added back = added.add(part, Added.NONE, false, id -> Objects.requireNonNull(owners.get(id)));
    going.forEach(step -> backs.put(step.number(), new Back.InEngine(back)));
    return back.nodes();
  }

  /**
   * What is told of a step that failed: with how it went back.
   *
   * @param why what went wrong with it first
   */
  StepFailure failure(Step step, String why) {
    Back back = backs.get(step.number());
    if (back == null) {
      return StepFailure.of(why);
    }
    ContainerName name = name(step);
    return switch (back) {
      case Back.Not not -> notBack(why, not.because());
      case Back.Legacy(Added nodes) ->
          told(
              why,
              StepOperations.outcome(nodes.part(), nodes.of(results)).problem(),
              legacy.outcome(name));
      case Back.Unit(Added nodes) ->
          told(
              why,
              Optional.ofNullable(
                  Reasons.byBehalf(over(nodes), nodes.of(results)).get(SystemdReturn.behalf(name))),
              "what was there before runs again");
      case Back.InEngine(Added nodes) ->
          told(
              why,
              engines.outcome(name, nodes.part(), nodes.of(results)).problem(),
              "what was there before runs again");
      case Back.Over(Added here, Added there) -> {
        Map<ContainerName, String> problems = reasons(here);
        migrations.over(List.of(name));
        yield told(
            why,
            Optional.ofNullable((problems.isEmpty() ? reasons(there) : problems).get(name)),
            "it is on the other engine again, as it was");
      }
      case Back.Stay stay -> {
        migrations.over(stay.containers());
        yield stay.isLeaving()
            ? migrations.notLeft(
                (Service) step.change(), why, stay.containers(), reasons(stay.nodes()))
            : StepFailure.of(
                why + MigrationReturns.notBack(stay.containers(), reasons(stay.nodes())));
      }
    };
  }

  private Map<ContainerName, String> reasons(Added nodes) {
    return Reasons.byContainer(over(nodes), nodes.of(results));
  }

  private List<Node> over(Added nodes) {
    Map<NodeId, Result> over = nodes.of(results);
    return nodes.part().stream().filter(node -> over.containsKey(node.id())).toList();
  }

  private static StepFailure told(String why, Optional<String> problem, String outcome) {
    return problem
        .map(found -> notBack(why, found))
        .orElseGet(() -> new StepFailure(why + "; " + outcome, true));
  }

  private static StepFailure notBack(String why, String problem) {
    return StepFailure.of(why + "; going back failed as well: " + problem);
  }

  /** Whether there is a way back from this one. */
  boolean isPossible(Service service) {
    return legacy.isPossible(service) || isKept(service) || migrations.isPossible(service);
  }

  /** Whether what ran here before is known. */
  private boolean isKept(Service service) {
    return service.rendered().care() == Care.UNIT
        ? units.isPossible(service)
        : engines.isPossible(service);
  }

  /** What is told of one that went back with another one. */
  StepFailure broughtAlong(Step step) {
    ContainerName name = name(step);
    return new StepFailure(
        "what it needs went back; "
            + (legacy.isRestored(name) ? legacy.outcome(name) : "what was there before runs again"),
        true);
  }

  /** Whether it went back with another one that it needs. */
  boolean isBroughtAlong(Step step) {
    return !backs.containsKey(step.number())
        && step.change()
            .about()
            .filter(name -> engines.isBroughtAlong(name) || legacy.isRestored(name))
            .isPresent();
  }
}
