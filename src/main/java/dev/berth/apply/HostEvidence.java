package dev.berth.apply;

import dev.berth.engine.EngineSnapshot;
import dev.berth.host.ProcessGroup;
import dev.berth.model.Applied;
import dev.berth.model.ContainerName;
import dev.berth.model.Labels;
import dev.berth.model.LegacyContainer;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedImage;
import dev.berth.model.ObservedUnit;
import dev.berth.model.Ownership;
import dev.berth.model.Ownership.Claim;
import dev.berth.model.Ownership.Evidence;
import dev.berth.model.UnitName;
import dev.berth.model.UnitOwner;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What this host knows of what one of its engines has. */
final class HostEvidence implements Evidence {
  private final Optional<DigestKey> key;
  private final Map<ContainerName, ObservedUnit> units = new HashMap<>();
  private final AppliedRecords records;
  private final MadeContainers made;
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
      AppliedRecords records,
      MadeContainers made) {
    this.made = made;
    this.found = found;
    this.key = key;
    this.records = records;
    for (ObservedUnit unit : units) {
      unit.owner()
          .filter(_ -> unit.runsOn(found.engine().name()))
          .flatMap(UnitOwner::container)
          .ifPresent(container -> this.units.put(container, unit));
    }
  }

  @Override
  public Optional<String> seal(Claim claim) {
    return key.map(secret -> secret.seal(claim));
  }

  @Override
  public Optional<ObservedUnit> unit(ContainerName container) {
    return Optional.ofNullable(units.get(container));
  }

  @Override
  public Optional<Applied> record(ContainerName container) {
    return records.read(container);
  }

  @Override
  public boolean hasContainer(ContainerName name) {
    return found.containers().stream().anyMatch(container -> container.name().equals(name));
  }

  @Override
  public Optional<String> made(ContainerName container) {
    return made.id(container);
  }

  @Override
  public boolean isIn(UnitName unit, long pid) {
    return ProcessGroup.of(pid).filter(group -> group.isOf(unit.text())).isPresent();
  }

  /**
   * The same engine, with the verdict on each of its containers. What says that it is of Paunch or
   * tripleo-ansible has no proof of theirs; but where its image says so already, nobody but the
   * image's author ever did.
   *
   * @param images reads further images, by id; called only where there is such a container
   */
  EngineSnapshot judged(Function<Collection<String>, Map<String, ObservedImage>> images) {
    List<ObservedContainer> judged =
        found.containers().stream()
            .map(container -> container.with(Ownership.of(container, this)))
            .toList();
    Map<String, ObservedImage> byId = new HashMap<>();
    found.images().values().forEach(image -> byId.put(image.id(), image));
    Set<String> unknown =
        judged.stream()
            .filter(LegacyContainer::made)
            .map(ObservedContainer::imageId)
            .filter(id -> !id.isEmpty() && !byId.containsKey(id))
            .collect(Collectors.toCollection(TreeSet::new));
    if (!unknown.isEmpty()) {
      byId.putAll(images.apply(unknown));
    }
    return new EngineSnapshot(
        found.engine(),
        judged.stream()
            .map(container -> hasOwnerOfImage(container, byId) ? inherited(container) : container)
            .toList(),
        found.images(),
        found.volumes());
  }

  private static boolean hasOwnerOfImage(
      ObservedContainer container, Map<String, ObservedImage> images) {
    return LegacyContainer.made(container)
        && Optional.ofNullable(images.get(container.imageId()))
            .map(image -> image.labels().get(Labels.MANAGED_BY))
            .filter(owner -> container.label(Labels.MANAGED_BY).filter(owner::equals).isPresent())
            .isPresent();
  }

  private static ObservedContainer inherited(ObservedContainer container) {
    return container.with(container.ownership().inherited());
  }
}
