package dev.berth.apply;

import dev.berth.host.CommandResult;
import dev.berth.model.Change.Service;
import dev.berth.model.Kept;
import dev.berth.model.Rendered.UnitFile;
import dev.berth.model.ServiceFiles;
import dev.berth.model.Wanted;
import dev.berth.model.operation.LookOperation.AwaitReady;
import dev.berth.run.Readiness;
import dev.berth.systemd.Systemctl;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Puts a service back as it was before it was replaced: its unit with the image's id in it, its
 * environment files and what was last applied; and with it the files of those that were to follow.
 */
final class Rollback implements WayBack {
  private final Systemctl systemctl;
  private final Readiness health;
  private final HostPaths paths;
  private final AppliedRecords records;
  private final Unstarted unstarted;
  private final Wanted wanted;
  private final Replaced replaced;

  Rollback(
      Systemctl systemctl,
      Readiness health,
      HostPaths paths,
      AppliedRecords records,
      Unstarted unstarted,
      Wanted wanted,
      Replaced replaced) {
    this.systemctl = systemctl;
    this.health = health;
    this.paths = paths;
    this.records = records;
    this.unstarted = unstarted;
    this.wanted = wanted;
    this.replaced = replaced;
  }

  @Override
  public boolean isPossible(Service service) {
    return replaced.of(service.subject()).isPresent();
  }

  /**
   * Goes back.
   *
   * @return why it could not be done; empty where the former service runs again, and is healthy if
   *     it has a check
   */
  @Override
  public Optional<String> restore(Service service) {
    Optional<Kept> former = replaced.of(service.subject());
    Optional<ServiceFiles> files = former.flatMap(Kept::files);
    if (files.isEmpty()) {
      return Optional.of("there is nothing to go back to");
    }
    KeptFormers.restore(files.get(), paths, systemctl);
    // Those that stopped with it start with it again, as they were.
    unstarted.restoreDependents(service.subject(), wanted);
    former.flatMap(Kept::applied).ifPresent(applied -> records.write(service.rendered(), applied));
    CommandResult reloaded = systemctl.daemonReload();
    if (!reloaded.succeeded()) {
      return Optional.of(reloaded.lastWords());
    }
    String unit = files.get().unit();
    List<String> followers = replaced.followers(service.subject(), wanted);
    systemctl.resetFailed(List.of(unit));
    return Optional.ofNullable(systemctl.restart(List.of(unit)).get(unit))
        .or(() -> systemctl.start(followers).values().stream().findFirst())
        .or(
            () ->
                health
                    .await(
                        List.of(
                            new AwaitReady(
                                service.subject(),
                                Optional.of(unit),
                                service.rendered().spec().longestStart(),
                                false)))
                    .getFirst()
                    .problem());
  }

  /**
   * Starts what a killed run had stopped and whose turn never came now: it has its files back. What
   * needs one that failed stays down.
   *
   * @param results of the whole run
   * @return those that run as they did
   */
  Set<String> resume(List<StepResult> results) {
    List<Service> skipped = replaced.notBegunOfKilledRun(results, unstarted.begun());
    if (skipped.isEmpty()) {
      return Set.of();
    }
    Set<String> barred =
        results.stream()
            .filter(result -> result.outcome() == StepResult.Outcome.FAILED)
            .flatMap(result -> wanted.followers(result.step().change().subject()).stream())
            .collect(Collectors.toSet());
    Map<String, String> units =
        skipped.stream()
            .filter(service -> !barred.contains(service.subject()))
            .collect(Collectors.toMap(Service::subject, Rollback::unit));
    // One that is up is left alone.
    Map<String, String> failures = systemctl.start(List.copyOf(units.values()));
    return units.entrySet().stream()
        .filter(entry -> !failures.containsKey(entry.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private static String unit(Service service) {
    return service.rendered().unit().map(UnitFile::name).orElseThrow();
  }
}
