package dev.berth.apply;

import dev.berth.engine.ContainerRuntime;
import dev.berth.engine.RuntimeControl;
import dev.berth.host.CommandResult;
import dev.berth.model.Applied;
import dev.berth.model.Change.Service;
import dev.berth.model.Change.Service.Kind;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Kept;
import dev.berth.model.Observed;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedHealth;
import dev.berth.model.Rendered;
import dev.berth.model.Wanted;
import dev.berth.model.operation.ContainerOperation.RemoveContainer;
import dev.berth.model.operation.ContainerOperation.RenameContainer;
import dev.berth.model.operation.ContainerOperation.SetRestartPolicy;
import dev.berth.model.operation.ContainerOperation.StopContainer;
import dev.berth.model.operation.LookOperation.AwaitReady;
import dev.berth.model.operation.Operation;
import dev.berth.run.Readiness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The containers that were replaced, kept under another name until their successors are well. Their
 * name shows a later run, should this one be killed, that they are to go: nobody wants it.
 */
final class SetAside implements WayBack {
  /** What their names end in. */
  static final String SUFFIX = ObservedContainer.ASIDE;

  private final ContainerRuntime runtime;
  private final RuntimeControl control;
  private final AppliedRecords records;
  private final KeptFormers kept;
  private final Readiness health;
  private final Wanted wanted;
  private final Observed observed;
  private final boolean goesBack;

  /** Those that went back because what they need did. */
  private final Set<String> broughtAlong = ConcurrentHashMap.newKeySet();

  private final Map<String, Former> formers = new ConcurrentHashMap<>();

  /** Those that a run has set aside which was killed, and that nobody has gone back to. */
  private final Set<String> ofKilledRun = ConcurrentHashMap.newKeySet();

  /** Those that could not be brought back. */
  private final Set<String> left = ConcurrentHashMap.newKeySet();

  /** A container that was set aside: its restart policy, and what was recorded of it. */
  private record Former(String restart, Optional<Applied> applied) {}

  /**
   * Nothing set aside but what a run has that was killed.
   *
   * @param kept what these were is kept there, and was by a run that was killed
   * @param health watches what comes back
   * @param goesBack whether anything is to be; otherwise what is replaced goes at once
   */
  SetAside(
      ContainerRuntime runtime,
      RuntimeControl control,
      AppliedRecords records,
      KeptFormers kept,
      Readiness health,
      Wanted wanted,
      Observed observed,
      boolean goesBack) {
    this.runtime = runtime;
    this.control = control;
    this.records = records;
    this.kept = kept;
    this.health = health;
    this.wanted = wanted;
    this.observed = observed;
    this.goesBack = goesBack;
    wanted.containers().filter(SetAside::isInEnginesCare).forEach(this::adopt);
  }

  private static boolean isInEnginesCare(Rendered rendered) {
    return rendered.spec().role() == ContainerSpec.Role.SERVICE && rendered.unit().isEmpty();
  }

  /** What a killed run has set aside is what there was before, whatever has its name by now. */
  private void adopt(Rendered rendered) {
    if (observed.setAside(rendered.name()).isPresent()) {
      Optional<Kept> known = kept.read(rendered.name());
      String wantedPolicy = rendered.spec().restart().map(Object::toString).orElse("no");
      formers.put(
          rendered.name(),
          new Former(
              known.map(Kept::restart).filter(policy -> !policy.isEmpty()).orElse(wantedPolicy),
              known.flatMap(Kept::applied)));
      ofKilledRun.add(rendered.name());
    }
  }

  /** Why the container that this service replaces cannot be kept; empty where nothing is amiss. */
  Optional<String> obstacle(Service service) {
    String name = service.subject();
    return replaced(service)
        .filter(container -> isKept(name, container))
        .flatMap(_ -> observed.container(name + SUFFIX))
        .filter(there -> !there.ownership().isProven())
        .map(
            _ ->
                "the name '" + name + SUFFIX + "' is taken by a container that Berth did not make");
  }

  private Optional<ObservedContainer> replaced(Service service) {
    return service.kind() == Kind.REPLACE
        ? observed.container(service.subject())
        : Optional.empty();
  }

  /** Nobody goes back to what was not seen well while what was there before it waits. */
  private boolean isKept(String name, ObservedContainer container) {
    return !(ofKilledRun.contains(name) && !isWell(container))
        && goesBack
        && (container.isRunning() || known(name, container).isPresent());
  }

  private Optional<Kept> known(String name, ObservedContainer container) {
    return kept.read(name).filter(it -> it.container().equals(container.id()));
  }

  /**
   * What ends the container that this service replaces, if it does, and keeps it where one may go
   * back to it; called once, right before that is done.
   */
  List<Operation> leaving(Service service) {
    Optional<ObservedContainer> replaced = replaced(service);
    if (replaced.isEmpty()) {
      return List.of();
    }
    String name = service.subject();
    Duration grace = service.rendered().spec().stopGracePeriod();
    if (!isKept(name, replaced.get())) {
      return List.of(new RemoveContainer(name, grace));
    }
    keep(service, replaced.get());
    List<Operation> operations = new ArrayList<>();
    // Its policy first: should the daemon be restarted meanwhile, two would run.
    operations.add(new SetRestartPolicy(name, "no"));
    operations.add(new StopContainer(name, grace));
    if (observed.container(name + SUFFIX).isPresent()) {
      operations.add(new RemoveContainer(name + SUFFIX, Duration.ZERO));
    }
    operations.add(new RenameContainer(name, name + SUFFIX));
    return operations;
  }

  private void keep(Service service, ObservedContainer replaced) {
    String name = service.subject();
    Optional<Kept> known = known(name, replaced);
    Kept former =
        known.orElseGet(
            () -> Kept.of(replaced.id(), replaced.restart(), records.read(service.rendered())));
    if (known.isEmpty()) {
      kept.write(name, former);
    }
    formers.put(name, new Former(former.restart(), former.applied()));
    ofKilledRun.remove(name);
  }

  /** Whether what a killed run has started runs, and is healthy where it has a check. */
  private static boolean isWell(ObservedContainer container) {
    return container.isRunning()
        && (container.health() == ObservedHealth.Status.HEALTHY
            || container.health() == ObservedHealth.Status.NONE);
  }

  @Override
  public boolean isPossible(Service service) {
    return goesBack && formers.containsKey(service.subject());
  }

  /** What comes back has to be well, too; and those in its namespaces, which are others by then. */
  @Override
  public Optional<String> restore(Service service) {
    return restore(service.rendered())
        .or(() -> restoreFollowers(service.subject()))
        .or(() -> unhealthy(service));
  }

  /** Those that went back because what they need did: they are no more what was wanted. */
  Set<String> broughtAlong() {
    return Set.copyOf(broughtAlong);
  }

  private Optional<String> restoreFollowers(String leader) {
    for (Rendered follower : wanted.containers().toList()) {
      boolean isInNamespace = follower.spec().namespaceOwners().containsValue(leader);
      // Whoever only uses its volumes goes on with those that it has, unless it was made anew.
      boolean hasItsVolumes =
          follower.spec().volumeLenders().contains(leader) && formers.containsKey(follower.name());
      if (isInNamespace || hasItsVolumes) {
        Optional<String> failure =
            restoreFollower(follower).or(() -> restoreFollowers(follower.name()));
        if (failure.isPresent()) {
          return failure;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<String> restoreFollower(Rendered follower) {
    String name = follower.name();
    if (formers.containsKey(name)) {
      broughtAlong.add(name);
      return restore(follower);
    }
    boolean ran = observed.container(name).filter(ObservedContainer::isRunning).isPresent();
    return ran
        ? failure(control.stop(name, follower.spec().stopGracePeriod()))
            .or(() -> failure(control.start(name)))
        : Optional.empty();
  }

  private Optional<String> restore(Rendered rendered) {
    String name = rendered.name();
    Former former = formers.remove(name);
    if (former == null) {
      return Optional.of("there is nothing to go back to");
    }
    // Where the name is still its own, it never got as far as being set aside.
    boolean isAside = runtime.runs(List.of(name + SUFFIX)).containsKey(name + SUFFIX);
    Optional<String> failure =
        isAside
            ? failure(control.remove(name, rendered.spec().stopGracePeriod()))
                .or(() -> failure(control.rename(name + SUFFIX, name)))
            : Optional.empty();
    former.applied().ifPresent(applied -> records.write(rendered, applied));
    failure =
        failure
            .or(() -> failure(control.setRestart(name, former.restart())))
            .or(() -> failure(control.start(name)));
    if (failure.isPresent()) {
      left.add(name);
    }
    return failure;
  }

  private Optional<String> unhealthy(Service service) {
    Duration longest = service.rendered().spec().longestStart();
    return health
        .await(List.of(new AwaitReady(service.subject(), Optional.empty(), longest, false)))
        .getFirst()
        .problem();
  }

  /** These are left for a later run: nobody has seen yet whether what followed is well. */
  void leave(Set<String> containers) {
    formers.keySet().removeAll(containers);
  }

  /** The end of all that are still there, but for those whose turn never came. */
  void removeAll(Set<String> begun) {
    formers.keySet().stream()
        .filter(name -> begun.contains(name) || !ofKilledRun.contains(name))
        .forEach(name -> control.remove(name + SUFFIX, Duration.ZERO));
    formers.keySet().removeIf(name -> begun.contains(name) || !ofKilledRun.contains(name));
  }

  /** Whether a later run may go back to what this one could not bring back. */
  boolean isLeft(String container) {
    return left.contains(container);
  }

  /**
   * Brings back what a killed run had set aside for those whose turn never came now.
   *
   * @param results of the whole run
   * @return those that run as they did
   */
  Set<String> resume(List<StepResult> results) {
    Set<String> resumed = new HashSet<>();
    for (StepResult result : results) {
      String name = result.step().change().subject();
      if (result.outcome() != StepResult.Outcome.DONE
          && result.step().change() instanceof Service service
          && service.kind() != Kind.WATCH
          && ofKilledRun.contains(name)
          && isPossible(service)
          && restore(service.rendered()).isEmpty()) {
        resumed.add(name);
      }
    }
    return resumed;
  }

  private static Optional<String> failure(CommandResult result) {
    return result.succeeded() ? Optional.empty() : Optional.of(result.lastWords());
  }
}
