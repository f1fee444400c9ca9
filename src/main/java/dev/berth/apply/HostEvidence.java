package dev.berth.apply;

import dev.berth.engine.EngineSnapshot;
import dev.berth.model.Applied;
import dev.berth.model.ObservedUnit;
import dev.berth.model.Ownership;
import dev.berth.model.Ownership.Claim;
import dev.berth.model.Ownership.Evidence;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What this host knows of what one of its engines has. */
final class HostEvidence implements Evidence {
  private final Optional<DigestKey> key;
  private final Map<String, ObservedUnit> units = new HashMap<>();
  private final AppliedRecords records;
  private final EngineSnapshot found;

  /**
   * Evidence for the things of one engine.
   *
   * @param found what the engine has; a unit of the other engine proves nothing
   * @param key the host's secret, where it has one
   */
  HostEvidence(
      EngineSnapshot found,
      Optional<DigestKey> key,
      Collection<ObservedUnit> units,
      AppliedRecords records) {
    this.found = found;
    this.key = key;
    this.records = records;
    for (ObservedUnit unit : units) {
      unit.owner()
          .filter(owner -> owner.hasContainer() && unit.runsOn(found.engine().name()))
          .ifPresent(owner -> this.units.put(owner.container(), unit));
    }
  }

  @Override
  public Optional<String> seal(Claim claim) {
    return key.map(secret -> secret.seal(claim));
  }

  @Override
  public Optional<ObservedUnit> unit(String container) {
    return Optional.ofNullable(units.get(container));
  }

  @Override
  public Optional<Applied> record(String container) {
    return records.read(container);
  }

  @Override
  public boolean hasContainer(String name) {
    return found.containers().stream().anyMatch(container -> container.name().equals(name));
  }

  /** The same engine, with the verdict on each of its containers. */
  EngineSnapshot judged() {
    return new EngineSnapshot(
        found.engine(),
        found.containers().stream()
            .map(container -> container.with(Ownership.of(container, this)))
            .toList(),
        found.images(),
        found.volumes());
  }
}
