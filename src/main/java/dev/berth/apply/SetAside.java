package dev.berth.apply;

import dev.berth.apply.HealthWatch.Watched;
import dev.berth.engine.Engine;
import dev.berth.host.CommandResult;
import dev.berth.model.Applied;
import dev.berth.model.Change.Service;
import dev.berth.model.Change.Service.Kind;
import dev.berth.model.Observed;
import dev.berth.model.ObservedContainer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The containers that were replaced, kept under another name until their successors are well. Their
 * name shows a later run, should this one be killed, that they are to go: nobody wants it.
 */
final class SetAside implements WayBack {
  /** What their names end in. */
  static final String SUFFIX = ".berth-former";

  private final Engine engine;
  private final AppliedRecords records;
  private final HealthWatch health;
  private final Observed observed;
  private final boolean goesBack;
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
      Observed observed,
      boolean goesBack) {
    this.engine = engine;
    this.records = records;
    this.health = health;
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

  /** What comes back has to be well, too. */
  @Override
  public Optional<String> restore(Service service) {
    String name = service.subject();
    Former former = formers.remove(name);
    if (former == null) {
      return Optional.of("there is nothing to go back to");
    }
    // Where the name is still its own, it never got as far as being set aside.
    boolean isAside = engine.runs(List.of(name + SUFFIX)).containsKey(name + SUFFIX);
    Optional<String> failure =
        isAside
            ? failure(engine.remove(name, service.rendered().spec().stopGracePeriod()))
                .or(() -> failure(engine.rename(name + SUFFIX, name)))
            : Optional.empty();
    former.applied().ifPresent(applied -> records.write(service.rendered(), applied));
    return failure
        .or(() -> failure(engine.setRestart(name, former.container().restart())))
        .or(() -> failure(engine.start(name)))
        .or(() -> unhealthy(service));
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
