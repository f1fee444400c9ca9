package dev.berth.apply;

import dev.berth.apply.HealthWatch.Watched;
import dev.berth.engine.Engine;
import dev.berth.host.CommandResult;
import dev.berth.model.Applied;
import dev.berth.model.Change.Service;
import dev.berth.model.Change.Service.Kind;
import dev.berth.model.Observed;
import dev.berth.model.ObservedContainer;
import dev.berth.model.Rendered;
import dev.berth.model.Wanted;
import java.time.Duration;
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

  private final Engine engine;
  private final AppliedRecords records;
  private final HealthWatch health;
  private final Wanted wanted;
  private final Observed observed;
  private final boolean goesBack;

  /** Those that went back because what they need did. */
  private final Set<String> broughtAlong = ConcurrentHashMap.newKeySet();

  private final Map<String, Former> formers = new ConcurrentHashMap<>();

  /** A container that was set aside, with what was recorded of it. */
  private record Former(ObservedContainer container, Optional<Applied> applied) {}

  /**
   * Nothing set aside yet.
   *
   * @param health watches what comes back
   * @param goesBack whether anything is to be; otherwise what is replaced goes at once
   */
  SetAside(
      Engine engine,
      AppliedRecords records,
      HealthWatch health,
      Wanted wanted,
      Observed observed,
      boolean goesBack) {
    this.engine = engine;
    this.records = records;
    this.health = health;
    this.wanted = wanted;
    this.observed = observed;
    this.goesBack = goesBack;
  }

  /**
   * Ends the container that this service replaces, if it does, and keeps it where one may go back
   * to it; what went wrong, or empty.
   */
  Optional<String> put(Service service) {
    Optional<ObservedContainer> replaced =
        service.kind() == Kind.REPLACE ? observed.container(service.subject()) : Optional.empty();
    if (replaced.isEmpty()) {
      return Optional.empty();
    }
    String name = service.subject();
    Duration grace = service.rendered().spec().stopGracePeriod();
    if (!goesBack || !replaced.get().isRunning()) {
      return failure(engine.remove(name, grace));
    }
    if (observed
        .container(name + SUFFIX)
        .filter(there -> !there.ownership().isProven())
        .isPresent()) {
      return Optional.of(
          "the name '" + name + SUFFIX + "' is taken by a container that Berth did not make");
    }
    formers.put(name, new Former(replaced.get(), records.read(service.rendered())));
    // Its policy first: should the daemon be restarted meanwhile, two would run.
    return failure(engine.setRestart(name, "no"))
        .or(() -> failure(engine.stop(name, grace)))
        .or(() -> failure(engine.remove(name + SUFFIX, Duration.ZERO)))
        .or(() -> failure(engine.rename(name, name + SUFFIX)));
  }

  @Override
  public boolean isPossible(Service service) {
    return formers.containsKey(service.subject());
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
        ? failure(engine.stop(name, follower.spec().stopGracePeriod()))
            .or(() -> failure(engine.start(name)))
        : Optional.empty();
  }

  private Optional<String> restore(Rendered rendered) {
    String name = rendered.name();
    Former former = formers.remove(name);
    if (former == null) {
      return Optional.of("there is nothing to go back to");
    }
    // Where the name is still its own, it never got as far as being set aside.
    boolean isAside = engine.runs(List.of(name + SUFFIX)).containsKey(name + SUFFIX);
    Optional<String> failure =
        isAside
            ? failure(engine.remove(name, rendered.spec().stopGracePeriod()))
                .or(() -> failure(engine.rename(name + SUFFIX, name)))
            : Optional.empty();
    former.applied().ifPresent(applied -> records.write(rendered, applied));
    return failure
        .or(() -> failure(engine.setRestart(name, former.container().restart())))
        .or(() -> failure(engine.start(name)));
  }

  private Optional<String> unhealthy(Service service) {
    Duration longest = HealthGates.longestStart(service.rendered().spec());
    return Optional.ofNullable(
        health
            .await(List.of(new Watched(service.subject(), Optional.empty(), longest)), line -> {})
            .get(service.subject()));
  }

  /** The end of all that are still there. */
  void removeAll() {
    formers.keySet().forEach(name -> engine.remove(name + SUFFIX, Duration.ZERO));
    formers.clear();
  }

  private static Optional<String> failure(CommandResult result) {
    return result.succeeded() ? Optional.empty() : Optional.of(result.lastWords());
  }
}
