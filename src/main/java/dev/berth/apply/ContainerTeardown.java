package dev.berth.apply;

import dev.berth.engine.ContainerRuntime;
import dev.berth.engine.RuntimeControl;
import dev.berth.host.AtomicFile;
import dev.berth.host.CommandResult;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.ObservedUnit;
import dev.berth.model.UnitName;
import dev.berth.run.Result;
import dev.berth.run.Results;
import dev.berth.systemd.Systemctl;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Ends a container of ours for good, with its unit, its files and its record; its volumes stay. */
public final class ContainerTeardown {
  private final ContainerRuntime runtime;
  private final RuntimeControl control;
  private final Systemctl systemctl;
  private final HostPaths paths;
  private final String managedBy;
  private final String unitPrefix;

  /**
   * Takes down those of an owner.
   *
   * @param runtime tells what the engine that has them has
   * @param control changes the same engine
   */
  public ContainerTeardown(
      ContainerRuntime runtime,
      RuntimeControl control,
      Systemctl systemctl,
      HostPaths paths,
      String managedBy,
      String unitPrefix) {
    this.runtime = runtime;
    this.control = control;
    this.systemctl = systemctl;
    this.paths = paths;
    this.managedBy = managedBy;
    this.unitPrefix = unitPrefix;
  }

  /** Ends it; nothing is done to one that is not there, or not ours. */
  public Result end(ContainerName container) {
    UnitName unit = UnitName.of(unitPrefix, container);
    Path file = paths.unit(unit);
    boolean hasUnit = isOurs(unit, container);
    if (hasUnit) {
      Optional<String> obstacle = new WritablePlaces(paths).obstacle(container, unit);
      if (obstacle.isPresent()) {
        return Result.refused(obstacle.get());
      }
      Map<UnitName, String> failures = systemctl.stop(List.of(unit));
      if (failures.containsKey(unit)) {
        return Result.refused(failures.get(unit));
      }
      systemctl.disable(List.of(unit));
    }
    boolean isThere = isProven(container, unit);
    if (isThere) {
      CommandResult removed = control.remove(container, ContainerSpec.DEFAULT_GRACE);
      if (!removed.succeeded()) {
        return Results.of(removed);
      }
    }
    if (hasUnit || isThere) {
      // While the unit is there a run that was killed can tell whose they are.
      paths.environmentOf(container).forEach(AtomicFile::remove);
      paths.filesOf(container).forEach(AtomicFile::remove);
    }
    if (hasUnit) {
      AtomicFile.remove(file);
      AtomicFile.syncDirectory(paths.units());
      CommandResult reloaded = systemctl.daemonReload();
      if (!reloaded.succeeded()) {
        return Result.refused(reloaded.lastWords());
      }
      systemctl.resetFailed(List.of(unit));
    }
    // A task that was not run again has left nothing else.
    new AppliedRecords(paths.applied()).remove(container);
    new MadeContainers(paths.made()).remove(container);
    return Result.done();
  }

  /** Another's container may have the name by now. */
  private boolean isProven(ContainerName container, UnitName unit) {
    return new HostEvidence(
            runtime.observe(List.of(), false),
            DigestKey.read(paths.digestKey()),
            systemctl.observe(paths.units(), List.of(unit)).units().values(),
            new AppliedRecords(paths.applied()),
            new MadeContainers(paths.made()))
        .judged(_ -> Map.of()).containers().stream()
            .filter(found -> found.name().equals(container))
            .anyMatch(found -> found.ownership().isOf(managedBy));
  }

  /** A unit of the same name may be of the other engine, or another's. */
  private boolean isOurs(UnitName unit, ContainerName container) {
    return Optional.ofNullable(systemctl.observe(paths.units(), List.of(unit)).units().get(unit))
        .filter(state -> state.runsOn(runtime.name()))
        .flatMap(ObservedUnit::owner)
        .filter(owner -> owner.runsContainerOf(managedBy))
        .filter(owner -> owner.runs(container))
        .isPresent();
  }
}
