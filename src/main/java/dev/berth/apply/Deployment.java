package dev.berth.apply;

import dev.berth.apply.Observer.Snapshot;
import dev.berth.apply.StepResult.Outcome;
import dev.berth.engine.Engine;
import dev.berth.engine.EngineName;
import dev.berth.engine.EngineSnapshot;
import dev.berth.engine.ImageHealthchecks;
import dev.berth.engine.ImageVolumes;
import dev.berth.model.Change;
import dev.berth.model.Change.Service;
import dev.berth.model.ComposeReplica;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Desired;
import dev.berth.model.Evacuation;
import dev.berth.model.Key;
import dev.berth.model.Observed;
import dev.berth.model.ObservedImage;
import dev.berth.model.Plan;
import dev.berth.model.Problem;
import dev.berth.model.Problems;
import dev.berth.model.Rendered.UnitFile;
import dev.berth.model.RenderedState;
import dev.berth.model.SourcePosition;
import dev.berth.model.Stage.Phase;
import dev.berth.model.Step;
import dev.berth.model.operation.LookOperation.AwaitReady;
import dev.berth.model.operation.LookOperation.AwaitReady.Purpose;
import dev.berth.model.operation.Node;
import dev.berth.plan.PlanOptions;
import dev.berth.plan.PlanOptions.Removal;
import dev.berth.plan.Planner;
import dev.berth.plan.lowering.Preparation;
import dev.berth.run.ContainerOperations;
import dev.berth.run.HostStates;
import dev.berth.run.Readiness;
import dev.berth.run.Result;
import dev.berth.run.ServiceStates;
import dev.berth.supervisor.RenderFacts;
import dev.berth.supervisor.RenderOptions;
import dev.berth.supervisor.Supervisor;
import dev.berth.supervisor.UnitsOfHost;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The pipe from what is desired to a report: observe, render, plan, and for an apply carry out. */
public final class Deployment {

  /** Pulls go on side by side in any case: none of them keeps the engine busy. */
  private static final int SIDE_BY_SIDE = 4;

  private final Host host;
  private final Engine engine;
  private final HostPaths paths;
  private final Supervisor supervisor;
  private final RenderOptions options;
  private final boolean newKey;
  private final MigrationPort crossing;
  private final Supplier<HeldByMigration> held;
  private final AppliedRecords records;
  private final Observer observer;
  private final Planner planner;

  /**
   * A plan with the values that it was made from.
   *
   * @param plan the plan
   * @param wanted what it aims at
   * @param observed what it starts from
   * @param departing what goes with each that comes over, by container
   * @param newKey the digest key that it was made with, where no file holds it yet
   * @param trials makes its replacements once before they take their places
   */
  public record Prepared(
      Plan plan,
      RenderedState wanted,
      Observed observed,
      Map<ContainerName, Evacuation> departing,
      Optional<DigestKey> newKey,
      Trials trials) {}

  /**
   * A deployment on this host.
   *
   * @param supervisor looks after the services
   * @param formers finds what may be taken over
   * @param other the engine that is not the chosen one, where there is one
   * @param held what migrations hold; asked once for each plan
   * @param newKey whether a missing or unusable digest key is replaced although containers carry
   *     digests made with the old one
   */
  public Deployment(
      Host host,
      Supervisor supervisor,
      RenderOptions options,
      LegacyDetector formers,
      Optional<OtherEngine> other,
      Supplier<HeldByMigration> held,
      boolean newKey) {
    this.host = host;
    this.engine = host.engine();
    this.paths = host.paths();
    this.supervisor = supervisor;
    this.planner = new Planner(supervisor.strategy());
    this.options = options;
    this.newKey = newKey;
    this.held = held;
    this.crossing = other.map(OtherEngine::crossing).orElse(MigrationPort.NONE);
    this.records = new AppliedRecords(paths.applied());
    this.observer =
        new Observer(
            engine.runtime(),
            other,
            new UnitsOfHost(host.systemctl(), paths.units()),
            paths,
            records,
            formers);
  }

  /**
   * The configurations of which a removal that was killed may have left something that no list of
   * the host tells, until the next {@link #apply}.
   */
  public Set<String> halfRemoved() {
    return new ReleaseRecord(paths).configIds();
  }

  /** Plans without changing anything. */
  public Prepared plan(Desired desired, PlanOptions planOptions) {
    return prepare(desired, planOptions, Optional.empty());
  }

  /**
   * What a plan comes to on the host, in order: what an apply calls where nothing fails, less what
   * it finds to tidy up at its end. Only reads.
   *
   * @param options how it would be carried out
   */
  public List<Node> operations(Prepared prepared, ExecutionOptions options) {
    return Lowerings.of(
            engine,
            supervisor,
            records,
            new KeptPredecessors(paths, line -> {}),
            prepared.plan(),
            prepared.wanted(),
            prepared.observed(),
            options.rollback())
        .all(prepared.plan(), prepared.departing(), prepared.trials().of(prepared.plan()), options);
  }

  /**
   * Makes the host as desired.
   *
   * @param interrupted asked before each step whether the run is to end
   * @return the report, or empty where the plan was refused: nothing has changed then, and {@code
   *     onRefusal} was given the plan
   */
  public Optional<Report> apply(
      Desired desired,
      PlanOptions planOptions,
      ExecutionOptions executionOptions,
      Progress progress,
      BooleanSupplier interrupted,
      java.util.function.Consumer<Plan> onRefusal) {
    paths.create();
    HeldImageRelease release =
        new HeldImageRelease(engine.runtime(), engine.control(), paths, progress::note);
    release.finish();
    Prepared prepared = prepare(desired, planOptions, Optional.empty());
    prepared.trials().removeLeftovers();
    if (prepared.plan().isRefused()) {
      onRefusal.accept(prepared.plan());
      return Optional.empty();
    }
    List<Step> pulls = prepared.plan().steps(Phase.PULL);
    List<StepResult> results = new ArrayList<>();
    progress.planned(prepared.plan());
    if (!pulls.isEmpty()) {
      StoreOperations images =
          new StoreOperations(
              new ContainerOperations(engine.control(), host.waits(), interrupted),
              crossing.handler(),
              progress);
      results.addAll(
          new StepOperations(progress.told(images), progress, interrupted, SIDE_BY_SIDE)
              .run(pulls, Preparation.of(pulls)));
      if (results.stream().anyMatch(result -> result.outcome() != Outcome.DONE)) {
        return Optional.of(
            withoutAll(
                prepared.plan(),
                results,
                "an image is missing, so nothing was touched",
                interrupted,
                progress));
      }
      // The ids of what was fetched are known only now, and they decide what is replaced.
      prepared =
          prepare(desired, planOptions.withPulled(references(pulls)), Optional.of(prepared.plan()));
      if (prepared.plan().isRefused()) {
        onRefusal.accept(prepared.plan());
        return Optional.empty();
      }
      progress.planned(prepared.plan());
    }
    Optional<String> lack = StoreRoom.lack(engine.runtime(), prepared.plan(), prepared.observed());
    if (lack.isPresent()) {
      String reason = lack.get() + "; nothing was touched";
      return Optional.of(withoutAll(prepared.plan(), results, reason, interrupted, progress));
    }
    prepared.newKey().ifPresent(key -> key.save(paths.digestKey()));
    SourceRecords sources = new SourceRecords(paths.sources());
    sources.write(desired);
    if (Execution.mayLeaveImages(prepared.plan())) {
      release.begin(
          planOptions.removal() instanceof Removal.OfConfigurations named
              ? named.configIds()
              : Set.of());
    }
    results.addAll(
        new Execution(
                host.telling(progress::note),
                supervisor,
                records.telling(progress::note),
                progress,
                interrupted,
                executionOptions,
                crossing,
                prepared.trials())
            .run(prepared.plan(), prepared.wanted(), prepared.observed(), prepared.departing()));
    new RemadeInRun(engine.runtime(), records, progress).tell(prepared, results);
    if (planOptions.removal() instanceof Removal.OfConfigurations named
        && results.stream().allMatch(result -> result.outcome() == Outcome.DONE)) {
      Set<String> left = new HashSet<>(named.configIds());
      desired.sets().forEach(set -> left.remove(set.configId()));
      left.removeAll(keepingNetworks(prepared));
      sources.forget(left);
    }
    return Optional.of(
        new Report(
            results,
            prepared.plan().unchanged(),
            prepared.plan().left(),
            executionOptions.waitForHealth()
                ? unhealthy(prepared, results, interrupted, progress)
                : Map.of(),
            crossing.downtimes(),
            interrupted.getAsBoolean()));
  }

  /** Those of which a network stays, as others are in it: it goes when they have left it. */
  private static Set<String> keepingNetworks(Prepared prepared) {
    Set<String> removed =
        prepared.plan().steps().stream()
            .map(Step::change)
            .filter(Change.RemoveNetwork.class::isInstance)
            .map(Change::subject)
            .collect(Collectors.toSet());
    return prepared.observed().resources().networks().values().stream()
        .filter(network -> network.ownership().isProven() && !removed.contains(network.name()))
        .map(network -> network.ownership().configId())
        .collect(Collectors.toSet());
  }

  /** The services that were not started by this run are waited for as well. */
  private Map<ContainerName, String> unhealthy(
      Prepared prepared, List<StepResult> results, BooleanSupplier interrupted, Progress progress) {
    Set<ContainerName> started =
        results.stream()
            .map(result -> result.step().change())
            .filter(change -> change instanceof Service service && service.isStarting())
            .flatMap(change -> change.about().stream())
            .collect(Collectors.toSet());
    List<AwaitReady> awaited =
        prepared
            .wanted()
            .containers()
            .filter(rendered -> !started.contains(rendered.name()))
            .filter(rendered -> prepared.observed().hasHealthcheck(rendered.spec()))
            .filter(rendered -> rendered.spec().role() == ContainerSpec.Role.SERVICE)
            .filter(
                rendered ->
                    rendered
                        .unit()
                        .filter(unit -> prepared.observed().isMasked(unit.name()))
                        .isEmpty())
            .map(
                rendered ->
                    new AwaitReady(
                        rendered.name(),
                        rendered.unit().map(UnitFile::name),
                        rendered.spec().longestStart(),
                        Purpose.SETTLE))
            .toList();
    ServiceStates states = new HostStates(engine.runtime(), host.systemctl(), host.journal());
    List<Result> ready =
        new Readiness(states, host.waits(), interrupted, progress::note).await(awaited);
    Map<ContainerName, String> unhealthy = new HashMap<>();
    for (int i = 0; i < awaited.size(); i++) {
      ContainerName name = awaited.get(i).container();
      ready.get(i).problem().ifPresent(why -> unhealthy.put(name, why));
    }
    return unhealthy;
  }

  /** Plans; what a plan before it writes was judged: only images are others now. */
  private Prepared prepare(Desired desired, PlanOptions planOptions, Optional<Plan> judged) {
    List<ContainerSpec> specs = desired.containers().toList();
    boolean withNetworks =
        specs.isEmpty() || desired.sets().stream().anyMatch(set -> set.declared().isPossible());
    ResourceReader resources = new ResourceReader(engine.runtime(), specs, withNetworks);
    Snapshot read =
        observer.read(
            Observer.images(specs),
            Observer.sharing(specs),
            replicas(desired),
            () -> supervisor.observe(specs));
    Problems problems = new Problems();
    Optional<Problem> lostKey =
        specs.isEmpty()
            ? LostKey.ofRemoval(read, paths.digestKey(), planOptions)
            : LostKey.ofApply(read, paths.digestKey(), options.managedBy())
                .filter(problem -> !newKey);
    DigestKey key = read.key().orElseGet(DigestKey::random);
    TrialNames names = new TrialNames(key);
    List<ContainerName> leftovers = names.among(read.engine().containers());
    Snapshot snapshot = leftovers.isEmpty() ? read : read.without(leftovers);
    DigestKey.flaw(paths.digestKey())
        .ifPresent(
            why ->
                problems.error(
                    SourcePosition.of(paths.digestKey().toString()),
                    "the key of the configuration digests is not used: " + why,
                    "give it to its owner alone (chmod 600); where somebody may have read or"
                        + " changed it, remove it as well and use --rekey"));
    specs.forEach(spec -> check(spec, snapshot.engine(), problems));
    desired.sets().stream()
        .flatMap(set -> set.declared().networks().stream())
        .forEach(spec -> engine.runtime().check(spec, snapshot.engine().engine(), problems));
    specs.forEach(spec -> MissingSources.checkReachable(spec, problems));
    paths
        .lingering()
        .ifPresent(
            record -> {
              Lingering.check(specs, record, problems);
              SubordinateIds.ofHost().check(specs, record.getFileName().toString(), problems);
            });
    if (specs.stream().anyMatch(spec -> !spec.mounts().isEmpty())) {
      UnmountedSources.ofHost().check(specs, supervisor.mountsSources(), problems);
    }
    Renderer renderer = new Renderer(engine.commandLine(), supervisor, paths, options, key);
    RenderFacts facts = RenderFacts.of(snapshot.engine(), snapshot.systemd(), options.managedBy());
    RenderedState wanted = renderer.render(desired, facts);
    Observed observed =
        observer
            .observed(snapshot, wanted, options.unitPrefix(), planOptions)
            .withLabels(BindLabelReader.read(host.selinux(), specs));
    observed = observed.withResources(resources.read(wanted, observed, snapshot.key(), problems));
    Plan plan = planner.plan(wanted, observed, planOptions);
    supervisor.check(plan, wanted, judged, facts, problems);
    PlaceChecks places = new PlaceChecks(specs, problems);
    places.directories(plan);
    places.logs(options.logDirectory());
    new WritablePlaces(paths).check(plan, problems);
    List<Problem> all = new ArrayList<>(problems.sorted());
    // Nothing that the plan says of owners would be true without the key.
    lostKey.ifPresentOrElse(all::add, () -> all.addAll(plan.problems()));
    all.addAll(UnchangeableRuntime.problems(engine, plan));
    OpenMigration migration =
        OpenMigration.of(plan, wanted, MigrationReturns.of(plan, observed), crossing);
    all.addAll(migration.problems());
    if (engine.runtime().name().equals(EngineName.PODMAN.label())) {
      all.addAll(HardWiredResolver.problems(plan));
    }
    HeldByMigration moving = held.get();
    all.addAll(moving.problems(plan));
    all.addAll(
        new StartsInMigration(moving, engine.runtime().name(), !crossing.equals(MigrationPort.NONE))
            .problems(plan, wanted, planOptions.migration().alone().isPresent()));
    return new Prepared(
        plan.withProblems(all),
        wanted,
        observed,
        migration.departing(),
        snapshot.key().isPresent() || specs.isEmpty() ? Optional.empty() : Optional.of(key),
        new Trials(engine, renderer, names, observed, leftovers));
  }

  private static Map<ContainerName, ComposeReplica> replicas(Desired desired) {
    Map<ContainerName, ComposeReplica> replicas = new LinkedHashMap<>();
    desired.sets().forEach(set -> replicas.putAll(set.declared().replicas()));
    return replicas;
  }

  /** What the engine, and the image that is there by now, have against a configuration. */
  private void check(ContainerSpec spec, EngineSnapshot there, Problems problems) {
    engine.runtime().check(spec, there.engine(), problems);
    if (spec.value(Key.IMAGE).isPresent()) {
      Optional<ObservedImage> image = Optional.ofNullable(there.images().get(spec.image()));
      ImageVolumes.check(spec, image, there.engine(), problems);
      if (options.healthchecks() && !supervisor.checksHealth(spec, image)) {
        ImageHealthchecks.check(spec, image, there.engine(), problems);
      }
    }
  }

  private static Set<String> references(List<Step> pulls) {
    return pulls.stream().map(step -> step.change().subject()).collect(Collectors.toSet());
  }

  /** Nothing else is begun: everything runs on as it was. */
  private static Report withoutAll(
      Plan plan,
      List<StepResult> pulls,
      String reason,
      BooleanSupplier interrupted,
      Progress progress) {
    List<StepResult> results = new ArrayList<>(pulls);
    for (Step step : plan.steps()) {
      if (step.stage().phase() != Phase.PULL) {
        StepResult skipped =
            StepResult.skipped(step, interrupted.getAsBoolean() ? "interrupted" : reason);
        progress.finished(skipped);
        results.add(skipped);
      }
    }
    return new Report(
        results, plan.unchanged(), plan.left(), Map.of(), Map.of(), interrupted.getAsBoolean());
  }
}
