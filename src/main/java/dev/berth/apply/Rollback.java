package dev.berth.apply;

import dev.berth.apply.HealthWatch.Watched;
import dev.berth.host.CommandResult;
import dev.berth.model.Applied;
import dev.berth.model.Change.Service;
import dev.berth.model.Change.Service.Kind;
import dev.berth.model.Labels;
import dev.berth.model.Observed;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedUnit;
import dev.berth.model.Plan;
import dev.berth.model.Rendered.UnitFile;
import dev.berth.model.Step;
import dev.berth.model.UnitOwner;
import dev.berth.model.Wanted;
import dev.berth.systemd.Systemctl;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts a service back as it was before it was replaced: its unit with the image's id in it, its
 * environment files and what was last applied; and with it the files of those that were to follow.
 */
final class Rollback implements WayBack {
  private final Systemctl systemctl;
  private final HealthWatch health;
  private final HostPaths paths;
  private final AppliedRecords records;
  private final Unstarted unstarted;
  private final Wanted wanted;
  private final Map<String, Former> formers;

  /**
   * What stood on the host.
   *
   * @param files its unit and its environment files
   * @param applied what was last applied
   * @param followers the units that stopped with it, and have to start again with it
   */
  private record Former(ServiceFiles files, Optional<Applied> applied, List<String> followers) {}

  private Rollback(
      Systemctl systemctl,
      HealthWatch health,
      HostPaths paths,
      AppliedRecords records,
      Unstarted unstarted,
      Wanted wanted,
      Map<String, Former> formers) {
    this.systemctl = systemctl;
    this.health = health;
    this.paths = paths;
    this.records = records;
    this.unstarted = unstarted;
    this.wanted = wanted;
    this.formers = formers;
  }

  /** Keeps, before anything is written, what each service that is to be replaced was. */
  static Rollback before(
      Plan plan,
      Wanted wanted,
      Observed observed,
      Systemctl systemctl,
      HealthWatch health,
      HostPaths paths,
      AppliedRecords records,
      Unstarted unstarted) {
    Map<String, Former> formers = new HashMap<>();
    for (Step step : plan.steps()) {
      if (step.change() instanceof Service service && service.kind() == Kind.REPLACE) {
        former(service, wanted, observed, paths, records)
            .ifPresent(former -> formers.put(service.subject(), former));
      }
    }
    return new Rollback(systemctl, health, paths, records, unstarted, wanted, formers);
  }

  /** One that puts nothing back. */
  static Rollback none(
      Systemctl systemctl,
      HealthWatch health,
      HostPaths paths,
      AppliedRecords records,
      Unstarted unstarted) {
    return new Rollback(systemctl, health, paths, records, unstarted, Wanted.NOTHING, Map.of());
  }

  /** Only what ran is worth going back to. */
  private static Optional<Former> former(
      Service service, Wanted wanted, Observed observed, HostPaths paths, AppliedRecords records) {
    boolean ran =
        observed.container(service.subject()).filter(ObservedContainer::isRunning).isPresent();
    return service
        .rendered()
        .unit()
        .flatMap(unit -> Optional.ofNullable(observed.units().get(unit.name())))
        .filter(unit -> ran && unit.isActive() && isOfWhatRuns(unit, service.subject(), observed))
        .filter(unit -> unit.text().isPresent())
        .map(
            _ ->
                new Former(
                    ServiceFiles.read(service, observed, paths),
                    records.read(service.rendered()),
                    followers(service.subject(), wanted, observed)));
  }

  /**
   * A run that ended before its time may have left a unit that has yet to run: that is nothing to
   * go back to. The one that runs has the container's digest and its image.
   */
  private static boolean isOfWhatRuns(ObservedUnit unit, String name, Observed observed) {
    return observed
        .container(name)
        .filter(
            container ->
                unit.owner().map(UnitOwner::digest).equals(container.label(Labels.DIGEST))
                    && unit.text().filter(text -> text.contains(container.imageId())).isPresent())
        .isPresent();
  }

  /** The units of running services that systemd stops with this one, and with each other. */
  private static List<String> followers(String leader, Wanted wanted, Observed observed) {
    Set<String> found = wanted.followers(leader);
    return wanted
        .containers()
        .filter(rendered -> found.contains(rendered.name()))
        .flatMap(rendered -> rendered.unit().stream())
        .map(UnitFile::name)
        .filter(
            unit ->
                Optional.ofNullable(observed.units().get(unit))
                    .filter(ObservedUnit::isActive)
                    .isPresent())
        .toList();
  }

  @Override
  public boolean isPossible(Service service) {
    return formers.containsKey(service.subject());
  }

  /**
   * Goes back.
   *
   * @return why it could not be done; empty where the former service runs again, and is healthy if
   *     it has a check
   */
  @Override
  public Optional<String> restore(Service service) {
    Former former = formers.get(service.subject());
    if (former == null) {
      return Optional.of("there is nothing to go back to");
    }
    former.files().restore(paths, systemctl);
    // Those that stopped with it start with it again, as they were.
    unstarted.restoreDependents(service.subject(), wanted);
    former.applied().ifPresent(applied -> records.write(service.rendered(), applied));
    CommandResult reloaded = systemctl.daemonReload();
    if (!reloaded.succeeded()) {
      return Optional.of(reloaded.lastWords());
    }
    String unit = former.files().unit();
    systemctl.resetFailed(List.of(unit));
    return Optional.ofNullable(systemctl.restart(List.of(unit)).get(unit))
        .or(() -> systemctl.start(former.followers()).values().stream().findFirst())
        .or(
            () ->
                Optional.ofNullable(
                    health
                        .await(
                            List.of(
                                new Watched(
                                    service.subject(),
                                    Optional.of(unit),
                                    HealthGates.longestStart(service.rendered().spec()))),
                            line -> {})
                        .get(service.subject())));
  }
}
