package dev.berth.apply;

import dev.berth.apply.MigrationPort.Outlook;
import dev.berth.apply.PlayedHost.Silence;
import dev.berth.model.Change.Service;
import dev.berth.model.ContainerName;
import dev.berth.model.EngineInfo;
import dev.berth.model.Evacuation;
import dev.berth.model.Observed;
import dev.berth.model.Plan;
import dev.berth.model.Rendered;
import dev.berth.model.RenderedState;
import dev.berth.model.RenderedState.WantedSet;
import dev.berth.model.Stage;
import dev.berth.model.Step;
import dev.berth.model.operation.MigrationOperation;
import dev.berth.model.operation.MigrationOperation.Accompany;
import dev.berth.model.operation.MigrationOperation.Journal;
import dev.berth.model.operation.MigrationOperation.Mark;
import dev.berth.model.operation.Node;
import dev.berth.plan.lowering.MigrationLowering;
import dev.berth.run.Handler;
import dev.berth.run.Reasons;
import dev.berth.run.Result;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What an apply does of a migration, step by step, for tests of what is behind it. */
public final class ArrivalsRun {
  private static final Observed NOTHING =
      new Observed(
          new EngineInfo("podman", "5.4.2"),
          List.of(),
          Map.of(),
          Map.of(),
          Map.of(),
          Observed.Files.NONE,
          Observed.Past.NONE);

  private static final HostPaths NOWHERE = HostPaths.system();

  private final Map<ContainerName, Step> steps = new LinkedHashMap<>();
  private final Silence progress = new Silence();
  private final Outlook outlook;
  private final Handler handler;
  private final MigrationReturns migrations;
  private final StepOperations operations;
  private final Set<ContainerName> left = new HashSet<>();

  /**
   * Looks at what comes over, and begins.
   *
   * @param coming in the order of the plan
   */
  public ArrivalsRun(MigrationPort crossing, Collection<Rendered> coming) {
    for (Rendered rendered : coming) {
      steps.put(
          rendered.name(),
          new Step(
              steps.size() + 1,
              Stage.of(Stage.Phase.REMOVE),
              new Service(rendered, Service.Kind.MIGRATE, true, true),
              List.of("why"),
              Set.of()));
    }
    this.outlook = crossing.outlook(coming, List.of(), RenderedState.NOTHING);
    this.handler =
        (operations, output) ->
            operations.getFirst() instanceof MigrationOperation
                ? crossing.handler().run(operations, output)
                : Collections.nCopies(operations.size(), Result.done());
    this.operations = new StepOperations(handler, progress, () -> false, 1);
    this.migrations =
        new MigrationReturns(
            crossing,
            new Plan(List.copyOf(steps.values()), List.of(), new java.util.TreeMap<>(), List.of()),
            NOTHING,
            outlook.departing(),
            NOWHERE,
            true);
    crossing.begin(List.copyOf(steps.keySet()), RenderedState.NOTHING);
  }

  private Step step(String name) {
    return Optional.ofNullable(steps.get(new ContainerName(name))).orElseThrow();
  }

  /** Lets one leave; why it cannot, known before or found now. */
  public Optional<String> leave(String name) {
    return Optional.ofNullable(outlook.obstacles().get(new ContainerName(name)))
        .or(() -> left(name));
  }

  private Optional<String> left(String name) {
    Service service = (Service) step(name).change();
    Evacuation leaver =
        Optional.ofNullable(outlook.departing().get(new ContainerName(name))).orElseThrow();
    Optional<String> failure =
        operations
            .outcome(
                MigrationLowering.leaving(
                    step(name), leaver.without(left), MigrationReturns.denied(service, NOTHING)))
            .problem();
    if (failure.isEmpty()) {
      left.add(new ContainerName(name));
      return failure;
    }
    List<ContainerName> back = migrations.underWay(migrations.leaving(service));
    return Optional.of(
        migrations.notLeft(service, failure.get(), back, done(migrations.there(back))).message());
  }

  private Map<ContainerName, String> done(List<Node> nodes) {
    migrations.over(steps.keySet());
    return Reasons.byContainer(nodes, operations.results(nodes));
  }

  /** It runs here. */
  public void started(String name) {
    handler.run(List.of(new Journal(new ContainerName(name), Mark.STARTED)), line -> {});
  }

  /** It does not get well here, and goes back; what went wrong. */
  public Optional<String> goBack(String name) {
    Map<ContainerName, String> problems = done(migrations.endHere((Service) step(name).change()));
    return Optional.ofNullable(
        (problems.isEmpty() ? done(migrations.there(List.of(new ContainerName(name)))) : problems)
            .get(new ContainerName(name)));
  }

  /** The turn of these does not come; what went wrong. */
  public List<String> stay(String... names) {
    migrations.arrived(
        List.of(names).stream().map(name -> StepResult.skipped(step(name), "why")).toList(),
        RenderedState.NOTHING,
        List.of(),
        operations,
        progress);
    return List.copyOf(progress.notes);
  }

  /** These are here and well. */
  public void arrived(List<Rendered> here) {
    migrations.arrived(
        List.of(),
        new RenderedState(List.of(new WantedSet("set", here, List.of()))),
        here.stream().map(Rendered::name).toList(),
        operations,
        progress);
  }

  /** A task has ended there. */
  public void accompany(String task) {
    handler.run(List.of(new Accompany(new ContainerName(task))), line -> {});
  }
}
