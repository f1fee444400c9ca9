package dev.berth.apply;

import dev.berth.apply.StepResult.Outcome;
import dev.berth.model.Change.Service;
import dev.berth.model.Change.Service.Kind;
import dev.berth.model.Kept;
import dev.berth.model.Labels;
import dev.berth.model.Observed;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedHealth;
import dev.berth.model.ObservedUnit;
import dev.berth.model.Plan;
import dev.berth.model.Rendered;
import dev.berth.model.Rendered.UnitFile;
import dev.berth.model.ServiceFiles;
import dev.berth.model.Step;
import dev.berth.model.UnitOwner;
import dev.berth.model.Wanted;
import dev.berth.model.operation.Node;
import dev.berth.plan.lowering.SystemdReturn;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What the services with units were that a run replaces, read before anything is written: from the
 * host, and then kept on the disk as well; or from what a run has kept that was killed before what
 * followed was well.
 */
final class Replaced {
  private final HostPaths paths;
  private final AppliedRecords records;
  private final KeptFormers kept;
  private final Observed observed;

  /** The containers of which a run has kept something that was killed. */
  private final Set<String> left;

  private final boolean goesBack;

  /** What one may go back to, by container. */
  private final Map<String, Kept> formers = new HashMap<>();

  /** What is to be kept of them. */
  private final Map<String, Kept> now = new HashMap<>();

  /** Those of them that a killed run has kept. */
  private final Set<String> ofKilledRun = new HashSet<>();

  /** What these had on disk before a killed run wrote its own, which their process never had. */
  private final Map<String, ServiceFiles> files = new HashMap<>();

  private Replaced(
      HostPaths paths,
      AppliedRecords records,
      KeptFormers kept,
      Observed observed,
      Set<String> left,
      boolean goesBack) {
    this.paths = paths;
    this.records = records;
    this.kept = kept;
    this.observed = observed;
    this.left = left;
    this.goesBack = goesBack;
  }

  /**
   * Reads it.
   *
   * @param goesBack whether anything is to go back; otherwise nothing is kept, and what is new
   *     stays whatever becomes of it
   */
  static Replaced before(
      Plan plan,
      Observed observed,
      HostPaths paths,
      AppliedRecords records,
      KeptFormers kept,
      boolean goesBack) {
    Replaced replaced = new Replaced(paths, records, kept, observed, kept.containers(), goesBack);
    replaced.read(plan);
    return replaced;
  }

  /** What keeps it on the disk, right before anything that runs is touched. */
  List<Node> keep() {
    return goesBack ? SystemdReturn.keep(now) : List.of();
  }

  private void read(Plan plan) {
    for (Step step : plan.steps()) {
      if (step.change() instanceof Service service && service.rendered().unit().isPresent()) {
        add(service);
      }
    }
  }

  private void add(Service service) {
    String name = service.subject();
    UnitFile unit = service.rendered().unit().orElseThrow();
    Optional<Kept> here = ofHost(service);
    Optional<Kept> former =
        Optional.of(service)
            .filter(_ -> left.contains(name) && !service.isComingOver())
            .flatMap(_ -> kept.read(name))
            .filter(found -> found.files().filter(it -> it.unit().equals(unit.name())).isPresent());
    boolean isTakenOver = former.filter(found -> found.text().isEmpty()).isPresent();
    if (service.kind() == Kind.ADOPT || isTakenOver) {
      if (former.isEmpty()) {
        now.put(name, Kept.of(KeptFormers.filesOf(service, observed, paths), Optional.empty()));
      }
      former.flatMap(Kept::files).ifPresent(found -> files.put(name, found));
      return;
    }
    boolean isUntouched = here.isEmpty() || here.flatMap(Kept::text).equals(text(former));
    if (isUntouched && service.isStarting()) {
      former.flatMap(Kept::files).ifPresent(found -> files.put(name, found));
    }
    // Nobody goes back to what is wanted now.
    Optional<Kept> way =
        former.filter(found -> found.text().filter(text -> !text.equals(unit.text())).isPresent());
    if (way.isPresent() && (isUntouched || !isWell(name))) {
      formers.put(name, way.get());
      ofKilledRun.add(name);
    } else {
      here.ifPresent(
          found -> {
            formers.put(name, found);
            now.put(name, found);
          });
    }
  }

  private static Optional<String> text(Optional<Kept> former) {
    return former.flatMap(Kept::text);
  }

  /** Only what ran is worth going back to. */
  private Optional<Kept> ofHost(Service service) {
    boolean ran =
        observed.container(service.subject()).filter(ObservedContainer::isRunning).isPresent();
    return service
        .rendered()
        .unit()
        .filter(_ -> service.kind() == Kind.REPLACE)
        .flatMap(unit -> Optional.ofNullable(observed.units().get(unit.name())))
        .filter(unit -> ran && unit.isActive() && isOfWhatRuns(unit, service.subject()))
        .filter(unit -> unit.text().isPresent())
        .map(
            _ ->
                Kept.of(
                    KeptFormers.filesOf(service, observed, paths),
                    records.read(service.rendered())));
  }

  /**
   * A run that ended before its time may have left a unit that has yet to run: that is nothing to
   * go back to. The one that runs has the container's digest and its image.
   */
  private boolean isOfWhatRuns(ObservedUnit unit, String name) {
    return observed
        .container(name)
        .filter(
            container ->
                unit.owner().map(UnitOwner::digest).equals(container.label(Labels.DIGEST))
                    && unit.text().filter(text -> text.contains(container.imageId())).isPresent())
        .isPresent();
  }

  /** Whether what follows what was kept has turned out well by now. */
  private boolean isWell(String name) {
    return observed
        .container(name)
        .map(ObservedContainer::health)
        .filter(
            health ->
                health == ObservedHealth.Status.HEALTHY || health == ObservedHealth.Status.NONE)
        .isPresent();
  }

  /** What one may go back to; empty where nothing is known, or nothing is to go back. */
  Optional<Kept> of(String container) {
    return Optional.ofNullable(formers.get(container)).filter(_ -> goesBack);
  }

  /**
   * What one has to get back on disk where its turn never comes: what it has now, or what it had
   * before a run that was killed.
   */
  ServiceFiles files(Service service) {
    ServiceFiles known = files.get(service.subject());
    if (known != null && service.isStarting()) {
      return known;
    }
    ServiceFiles read = KeptFormers.filesOf(service, observed, paths);
    return isOnlyWritten(service) ? read.absent() : read;
  }

  /** What one had of Berth's before it was taken over, also where a killed run has begun that. */
  ServiceFiles beforeTakeOver(Service service) {
    ServiceFiles known = files.get(service.subject());
    return known == null ? KeptFormers.filesOf(service, observed, paths) : known;
  }

  /** A killed run has written it for the first time, and it never ran: there was nothing before. */
  private boolean isOnlyWritten(Service service) {
    return !left.isEmpty()
        && service.kind() == Kind.START
        && observed.container(service.subject()).isEmpty()
        && records.read(service.rendered()).isEmpty();
  }

  /** Whether the files of one have to be put back although this run writes none. */
  boolean isWritten(Service service) {
    return (service.isStarting() && files.containsKey(service.subject())) || isOnlyWritten(service);
  }

  /** The units of services that ran and that systemd stops with this one, and with each other. */
  List<String> followers(String leader, Wanted wanted) {
    Set<String> found = wanted.followers(leader);
    return wanted
        .containers()
        .filter(rendered -> found.contains(rendered.name()))
        .filter(rendered -> rendered.unit().filter(unit -> ran(rendered, unit, leader)).isPresent())
        .flatMap(rendered -> rendered.unit().map(UnitFile::name).stream())
        .toList();
  }

  /** A killed run may have stopped it with its leader. */
  private boolean ran(Rendered rendered, UnitFile unit, String leader) {
    return Optional.ofNullable(observed.units().get(unit.name()))
            .filter(ObservedUnit::isActive)
            .isPresent()
        || formers.containsKey(rendered.name())
        || (ofKilledRun.contains(leader) && records.read(rendered).isPresent());
  }

  /**
   * The services whose turn never came and that a killed run had stopped, or may have: they have
   * their files back by now.
   *
   * @param results of the whole run
   * @param begun the containers whose turn has come
   */
  List<Service> notBegunOfKilledRun(List<StepResult> results, Set<String> begun) {
    return results.stream()
        .filter(
            result ->
                result.outcome() == Outcome.SKIPPED
                    || (result.outcome() == Outcome.FAILED
                        && !begun.contains(result.step().change().subject())))
        .flatMap(
            result ->
                result.step().change() instanceof Service service
                    ? Stream.of(service)
                    : Stream.empty())
        .filter(service -> service.isStarting() && files.containsKey(service.subject()))
        .filter(service -> service.kind() != Kind.ADOPT)
        .toList();
  }

  /**
   * Forgets what was kept of those that are well by now, or back, or gone for good. One that failed
   * and is not back keeps it: the next run may go back yet.
   *
   * @param results of the whole run
   * @param runs the containers that were skipped, and are what they were
   * @param isAside whether one that failed left what was set aside for it
   * @param interrupted whether nobody has waited for the health of those that are done
   */
  void forget(
      List<StepResult> results,
      Wanted wanted,
      Set<String> runs,
      Predicate<String> isAside,
      boolean interrupted) {
    Map<String, StepResult> steps = new HashMap<>();
    results.stream()
        .filter(result -> result.step().change() instanceof Service)
        .forEach(result -> steps.put(result.step().change().subject(), result));
    for (String name : kept.containers()) {
      StepResult result = steps.get(name);
      boolean stays =
          result == null
              ? isLeft(name, wanted)
              : isOpen(result, runs.contains(name), isAside, interrupted);
      if (!stays) {
        kept.remove(name);
      }
    }
  }

  /** What is masked, and what belongs to another configuration than those that are applied. */
  private boolean isLeft(String name, Wanted wanted) {
    Optional<Rendered> rendered = wanted.container(name);
    return rendered.isPresent()
        ? rendered.get().unit().filter(unit -> observed.isMasked(unit.name())).isPresent()
        : observed.container(name).isPresent()
            || observed.setAside(name).isPresent()
            || kept.read(name)
                .flatMap(Kept::files)
                .filter(it -> Files.exists(paths.units().resolve(it.unit())))
                .isPresent();
  }

  private boolean isOpen(
      StepResult result, boolean runs, Predicate<String> isAside, boolean interrupted) {
    Service service = (Service) result.step().change();
    boolean isSeen = service.isStarting() || service.kind() == Kind.WATCH;
    return switch (result.outcome()) {
      case DONE -> !service.isComingOver() && (interrupted || !isSeen);
      case RESTORED -> false;
      case FAILED ->
          !runs
              && goesBack
              && (formers.containsKey(service.subject())
                  || isAside.test(service.subject())
                  || observed.former(service.subject()).isPresent());
      case SKIPPED -> !runs && left.contains(service.subject()) && service.kind() != Kind.ADOPT;
    };
  }
}
