package dev.berth.plan.lowering;

import dev.berth.model.Applied;
import dev.berth.model.Care;
import dev.berth.model.Change.Service;
import dev.berth.model.Change.Service.Kind;
import dev.berth.model.ContainerName;
import dev.berth.model.Kept;
import dev.berth.model.Labels;
import dev.berth.model.LegacyState;
import dev.berth.model.Observed;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedHealth;
import dev.berth.model.ObservedUnit;
import dev.berth.model.Plan;
import dev.berth.model.Rendered;
import dev.berth.model.Rendered.UnitFile;
import dev.berth.model.RenderedState;
import dev.berth.model.ServiceFiles;
import dev.berth.model.Step;
import dev.berth.model.UnitOwner;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the services with units were that a run replaces: from the host, or from what a run has kept
 * that was killed before what followed was well.
 */
public final class UnitPredecessors {
  private final Facts facts;
  private final Observed observed;
  private final boolean goesBack;

  /** What one may go back to, by container. */
  private final Map<ContainerName, Kept> formers = new HashMap<>();

  /** What is to be kept of them. */
  private final Map<ContainerName, Kept> now = new HashMap<>();

  /** Those of them that a killed run has kept. */
  private final Set<ContainerName> ofKilledRun = new HashSet<>();

  /** What these had on disk before a killed run wrote its own, which their process never had. */
  private final Map<ContainerName, ServiceFiles> before = new HashMap<>();

  /**
   * What was read of the host before anything was written.
   *
   * @param files what the services with units of the plan have on disk, by container
   * @param kept what a run has kept that was killed, by container; nothing for what could not be
   *     understood
   * @param names the containers of which a run has kept something that was killed
   * @param standing those of them that have neither a step nor a wish, and whose unit has a file
   * @param records what was last applied, by container, as far as it is on record
   * @param legacy how what Paunch or tripleo-ansible left of services is now, by container
   * @param isLost whether there are containers of Berth's and nothing at all is on record
   */
  public record Facts(
      Map<ContainerName, ServiceFiles> files,
      Map<ContainerName, Kept> kept,
      Set<ContainerName> names,
      Set<ContainerName> standing,
      Map<ContainerName, Applied> records,
      Map<ContainerName, LegacyState> legacy,
      boolean isLost) {
    /** Keeps its own copies. */
    public Facts {
      files = Map.copyOf(files);
      kept = Map.copyOf(kept);
      names = Set.copyOf(names);
      standing = Set.copyOf(standing);
      records = Map.copyOf(records);
      legacy = Map.copyOf(legacy);
    }
  }

  /**
   * Those of a plan.
   *
   * @param goesBack whether anything is to go back; otherwise nothing is kept, and what is new
   *     stays whatever becomes of it
   */
  public UnitPredecessors(Plan plan, Observed observed, Facts facts, boolean goesBack) {
    this.facts = facts;
    this.observed = observed;
    this.goesBack = goesBack;
    for (Step step : plan.steps()) {
      if (step.change() instanceof Service service && service.rendered().care() == Care.UNIT) {
        add(service);
      }
    }
  }

  private void add(Service service) {
    ContainerName name = service.name();
    UnitFile unit = service.rendered().unit().orElseThrow();
    Optional<Kept> here = ofHost(service);
    Optional<Kept> former =
        Optional.ofNullable(facts.kept().get(name))
            .filter(_ -> !service.isComingOver())
            .filter(found -> found.files().filter(it -> it.unit().equals(unit.name())).isPresent());
    boolean isTakenOver =
        former.filter(found -> found.text().isEmpty() || found.legacy().isPresent()).isPresent();
    if (service.kind() == Kind.ADOPT || isTakenOver) {
      if (former.isEmpty()) {
        now.put(
            name,
            Kept.of(ofDisk(service), Optional.empty())
                .with(Optional.ofNullable(facts.legacy().get(name))));
      }
      former.flatMap(Kept::files).ifPresent(found -> before.put(name, found));
      return;
    }
    boolean isUntouched =
        here.isEmpty() || here.flatMap(Kept::text).equals(former.flatMap(Kept::text));
    if (isUntouched && service.isStarting()) {
      former.flatMap(Kept::files).ifPresent(found -> before.put(name, found));
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

  private ServiceFiles ofDisk(Service service) {
    return Objects.requireNonNull(facts.files().get(service.name()), service.name().text());
  }

  private Optional<Applied> record(ContainerName container) {
    return Optional.ofNullable(facts.records().get(container));
  }

  /** What is kept of what ran on the host; nothing else is worth going back to. */
  private Optional<Kept> ofHost(Service service) {
    boolean ran =
        observed.container(service.name()).filter(ObservedContainer::isRunning).isPresent();
    return service
        .rendered()
        .unit()
        .filter(_ -> service.kind() == Kind.REPLACE)
        .flatMap(unit -> Optional.ofNullable(observed.units().get(unit.name())))
        .filter(unit -> ran && unit.isActive() && isOfWhatRuns(unit, service.name()))
        .filter(unit -> unit.text().isPresent())
        .map(_ -> Kept.of(ofDisk(service), record(service.name())));
  }

  /**
   * A run that ended before its time may have left a unit that has yet to run: that is nothing to
   * go back to. The one that runs has the container's digest and its image.
   */
  private boolean isOfWhatRuns(ObservedUnit unit, ContainerName name) {
    return observed
        .container(name)
        .filter(
            container ->
                unit.owner().map(UnitOwner::digest).equals(container.label(Labels.DIGEST))
                    && unit.text().filter(text -> text.contains(container.imageId())).isPresent())
        .isPresent();
  }

  /** Whether what follows what was kept has turned out well by now. */
  private boolean isWell(ContainerName name) {
    return observed
        .container(name)
        .map(ObservedContainer::health)
        .filter(
            health ->
                health == ObservedHealth.Status.HEALTHY || health == ObservedHealth.Status.NONE)
        .isPresent();
  }

  /** What is to be kept on the disk right before anything that runs is touched, by container. */
  public Map<ContainerName, Kept> toKeep() {
    return goesBack ? Map.copyOf(now) : Map.of();
  }

  /** What one may go back to; empty where nothing is known, or nothing is to go back. */
  public Optional<Kept> of(ContainerName container) {
    return Optional.ofNullable(formers.get(container)).filter(_ -> goesBack);
  }

  /**
   * What one has to get back on disk where its turn never comes: what it has now, or what it had
   * before a run that was killed. Empty where its files are not touched.
   */
  public Optional<ServiceFiles> untouched(Service service) {
    if (service.rendered().care() != Care.UNIT) {
      return Optional.empty();
    }
    ServiceFiles known = before.get(service.name());
    if (known != null && service.isStarting()) {
      return Optional.of(known);
    }
    if (isOnlyWritten(service)) {
      return Optional.of(ofDisk(service).absent());
    }
    return service.install() || service.enable() ? Optional.of(ofDisk(service)) : Optional.empty();
  }

  /**
   * How what Paunch or tripleo-ansible left of one was before anything of it was touched, also
   * where a killed run has begun that; empty where they left nothing.
   */
  public Optional<LegacyState> legacy(ContainerName container) {
    return Optional.ofNullable(facts.kept().get(container))
        .flatMap(Kept::legacy)
        .or(() -> Optional.ofNullable(facts.legacy().get(container)));
  }

  /** What one had of Berth's before it was taken over, also where a killed run has begun that. */
  public ServiceFiles beforeTakeOver(Service service) {
    return Optional.ofNullable(before.get(service.name())).orElseGet(() -> ofDisk(service));
  }

  /** A killed run has written it for the first time, and it never ran: there was nothing before. */
  private boolean isOnlyWritten(Service service) {
    return !facts.isLost()
        && service.kind() == Kind.START
        && observed.container(service.name()).isEmpty()
        && record(service.name()).isEmpty();
  }

  /** The services that ran and that systemd stops with this one, and with each other. */
  public List<Rendered> followers(ContainerName leader, RenderedState wanted) {
    Set<ContainerName> found = wanted.followers(leader);
    return wanted
        .containers()
        .filter(rendered -> found.contains(rendered.name()))
        .filter(rendered -> rendered.unit().filter(unit -> ran(rendered, unit, leader)).isPresent())
        .toList();
  }

  /** A killed run may have stopped it with its leader. */
  private boolean ran(Rendered rendered, UnitFile unit, ContainerName leader) {
    return Optional.ofNullable(observed.units().get(unit.name()))
            .filter(ObservedUnit::isActive)
            .isPresent()
        || formers.containsKey(rendered.name())
        || (ofKilledRun.contains(leader) && record(rendered.name()).isPresent());
  }

  /**
   * Whether a service whose turn never came was stopped by a killed run, or may have been, so that
   * it is to run again: it has its files back by now.
   */
  public boolean wasStopped(Service service) {
    return service.isStarting()
        && service.kind() != Kind.ADOPT
        && before.containsKey(service.name());
  }

  /**
   * Whether what a killed run has kept of a container that has no step is still of use: of what is
   * masked, and of what belongs to another configuration than those that are applied.
   */
  public boolean isLeft(ContainerName name, RenderedState wanted) {
    Optional<Rendered> rendered = wanted.container(name);
    return rendered.isPresent()
        ? rendered.get().unit().filter(unit -> observed.isMasked(unit.name())).isPresent()
        : observed.container(name).isPresent()
            || observed.setAside(name).isPresent()
            || facts.standing().contains(name);
  }

  /**
   * Whether a service that was tried and failed may go back in a later run yet.
   *
   * @param isAside whether its former container is set aside
   */
  public boolean mayGoBack(ContainerName container, boolean isAside) {
    return goesBack
        && (isAside || formers.containsKey(container) || observed.legacy(container).isPresent());
  }

  /** Whether a run that was killed has kept something of it. */
  public boolean isOfKilledRun(ContainerName container) {
    return facts.names().contains(container);
  }

  /**
   * The containers of which what is kept is over once all of a plan is done, and seen to be well.
   *
   * @param now those of which the plan keeps something
   */
  public SortedSet<ContainerName> over(Plan plan, RenderedState wanted, Set<ContainerName> now) {
    SortedSet<ContainerName> kept = new TreeSet<>(facts.names());
    kept.addAll(now);
    Map<ContainerName, Service> services = new HashMap<>();
    for (Step step : plan.steps()) {
      if (step.change() instanceof Service service) {
        services.put(service.name(), service);
      }
    }
    kept.removeIf(
        name -> {
          Service service = services.get(name);
          return service == null
              ? isLeft(name, wanted)
              : !service.isComingOver() && !service.isLookedAt();
        });
    return kept;
  }
}
