package dev.berth.plan;

import dev.berth.model.Change;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Observed;
import dev.berth.model.Plan;
import dev.berth.model.Problems;
import dev.berth.model.Rendered;
import dev.berth.model.RenderedState;
import dev.berth.model.RenderedState.WantedSet;
import dev.berth.model.Stage;
import dev.berth.model.Stage.Phase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Compares what is wanted with what is there and decides what is to be done. */
public final class Planner {
  private final ServiceStrategy strategy;

  /** One for whoever looks after the services. */
  public Planner(ServiceStrategy strategy) {
    this.strategy = strategy;
  }

  /**
   * The plan that makes the host as wanted; a pure function.
   *
   * <p>Where the plan is refused its steps are not to be carried out.
   */
  public Plan plan(RenderedState wanted, Observed observed, PlanOptions options) {
    Problems problems = new Problems();
    HandOvers handOvers = new HandOvers(wanted, observed, options);
    new Conflicts(observed, options, handOvers).find(wanted, problems);
    new DependencyTargets(wanted, observed, options.managedBy(), problems).check();
    new HostCycles(wanted, observed, options, problems).check();

    ServiceStrategy.Deciding services = strategy.on(observed, handOvers, problems);
    Map<ContainerName, Decision> decisions =
        decide(wanted, observed, handOvers, services, problems);
    Migrations migrations = new Migrations(observed, options, handOvers, problems);
    migrations.decide(wanted, decisions);
    new BindLabels(observed.labels(), migrating(decisions)).check(wanted, problems);
    Networks networks = new Networks(wanted, observed, options, problems);
    networks.replace(decisions);
    List<Decision> removals =
        new ArrayList<>(
            new Removals(observed, options, problems).decide(wanted, migrating(decisions)));
    new StoppedAlong(wanted, observed, options.managedBy(), problems).follow(removals, decisions);
    new RestartPropagation(wanted, observed).follow(decisions);
    new SharedNamespaces(observed).warn(wanted, decisions, problems);
    Volumes volumes = new Volumes(wanted, observed, options, problems);
    volumes.warn();
    volumes.check();
    Set<ContainerName> begun = starting(wanted, decisions);
    List<ContainerName> unchanged =
        wanted
            .containers()
            .map(Rendered::name)
            .filter(
                name ->
                    !decisions.containsKey(name)
                        && !begun.contains(name)
                        && !services.left().containsKey(name))
            .toList();
    migrations.restrict(wanted, decisions);
    new HostUnits(wanted, observed, problems)
        .check(
            decisions.values().stream()
                .map(Decision::change)
                .filter(change -> change instanceof Change.Service it && it.isStarting())
                .flatMap(change -> change.about().stream())
                .collect(Collectors.toSet()));
    Set<ContainerName> starting = starting(wanted, decisions);
    refuse(observed, starting, problems);
    RenderedState touched =
        options.migration().alone().isPresent() ? only(wanted, decisions) : wanted;

    Map<Stage, List<Decision>> byStage = new TreeMap<>();
    Images images = new Images(observed, options.pulled());
    byStage.put(Stage.of(Phase.PULL), images.missing(wanted, starting, problems));
    List<Decision> preparations = new ArrayList<>(networks.missing(touched, decisions));
    preparations.addAll(volumes.missing(touched));
    preparations.addAll(
        new BindSources(observed.missingSources(), options.missingBinds())
            .missing(wanted, starting, problems));
    preparations.addAll(Exposed.decide(touched, observed, decisions.keySet()));
    byStage.put(Stage.of(Phase.PREPARE), preparations);
    Claims claims = new Claims(wanted, observed);
    List<ContainerName> going =
        removals.stream().flatMap(decision -> decision.change().about().stream()).toList();
    claims.check(decisions, going, problems);
    List<Decision> releases = new ArrayList<>(networks.releases(going));
    claims.releases(decisions).stream()
        .filter(
            claimed ->
                releases.stream()
                    .noneMatch(
                        decision -> decision.change().subject().equals(claimed.change().subject())))
        .forEach(releases::add);
    removals.addAll(releases);
    removals.addAll(networks.replacements(going));
    byStage.put(Stage.of(Phase.REMOVE), removals);

    return new Plan(
        new Ordering(wanted)
            .number(
                byStage,
                decisions,
                new BootOrders(observed).decide(touched),
                networks.unwanted(decisions, going)),
        unchanged,
        left(services, decisions),
        problems.sorted());
  }

  /** One that comes over from the other engine has a step after all. */
  private static SortedMap<ContainerName, String> left(
      ServiceStrategy.Deciding services, Map<ContainerName, Decision> decisions) {
    SortedMap<ContainerName, String> left = new TreeMap<>(services.left());
    left.keySet().removeAll(decisions.keySet());
    return left;
  }

  /** What the host cannot give is said before anything ends for it. */
  private static void refuse(Observed observed, Set<ContainerName> starting, Problems problems) {
    observed
        .resources()
        .refusals()
        .forEach(
            (name, refused) -> {
              if (starting.contains(name)) {
                refused.forEach(problems::add);
              }
            });
  }

  private static Set<ContainerName> migrating(Map<ContainerName, Decision> decisions) {
    return decisions.values().stream()
        .map(Decision::change)
        .filter(change -> change instanceof Change.Service service && service.isComingOver())
        .flatMap(change -> change.about().stream())
        .collect(Collectors.toSet());
  }

  /** The part of what is wanted that something is done for. */
  private static RenderedState only(RenderedState wanted, Map<ContainerName, Decision> decisions) {
    return new RenderedState(
        wanted.sets().stream()
            .map(
                set ->
                    new WantedSet(
                        set.configId(),
                        set.containers().stream()
                            .filter(rendered -> decisions.containsKey(rendered.name()))
                            .toList(),
                        set.targets(),
                        set.declared()))
            .filter(set -> !set.containers().isEmpty())
            .toList(),
        wanted.isSeries());
  }

  /** What is only taken down as done needs neither its image nor its directories. */
  private static Set<ContainerName> starting(
      RenderedState wanted, Map<ContainerName, Decision> decisions) {
    Set<ContainerName> starting =
        decisions.entrySet().stream()
            .filter(entry -> !(entry.getValue().change() instanceof Change.AdoptTask))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    List<ContainerName> inits =
        wanted
            .containers()
            .map(Rendered::spec)
            .filter(spec -> spec.role() == ContainerSpec.Role.INIT)
            .filter(spec -> spec.podOwner().filter(starting::contains).isPresent())
            .map(ContainerSpec::name)
            .toList();
    starting.addAll(inits);
    return starting;
  }

  private static Map<ContainerName, Decision> decide(
      RenderedState wanted,
      Observed observed,
      HandOvers handOvers,
      ServiceStrategy.Deciding services,
      Problems problems) {
    Tasks tasks = new Tasks(observed, handOvers, problems);
    Execs execs = new Execs(wanted, observed, problems);
    Map<ContainerName, Decision> decisions = new LinkedHashMap<>();
    wanted
        .containers()
        .forEach(
            rendered -> {
              ContainerSpec.Role role = rendered.spec().role();
              Optional<Decision> decision =
                  switch (role) {
                    case SERVICE -> services.decide(rendered);
                    case TASK -> tasks.decide(rendered);
                    case EXEC -> execs.decide(rendered);
                    // The unit of its pod has it run.
                    case INIT -> Optional.empty();
                  };
              decision.ifPresent(made -> decisions.put(rendered.name(), made));
            });
    return decisions;
  }
}
