package dev.berth.supervisor;

import dev.berth.engine.EngineSnapshot;
import dev.berth.model.ContainerName;
import dev.berth.model.EngineInfo;
import dev.berth.model.ObservedImage;
import dev.berth.model.ObservedUnit;
import dev.berth.model.UnitName;
import dev.berth.model.UnitOwner;
import dev.berth.systemd.SystemdSnapshot;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a rendering depends on besides the configuration.
 *
 * @param engine which engine will run it
 * @param images the images on the host, by reference; a container whose image is absent is rendered
 *     with the reference in the id's place
 * @param systemdVersion decides which directives a unit may have
 * @param units the unit of each container that is ours and on the host, by the container's name
 */
public record RenderFacts(
    EngineInfo engine,
    Map<String, ObservedImage> images,
    int systemdVersion,
    Map<ContainerName, UnitName> units) {

  /** Keeps its own copies. */
  public RenderFacts {
    images = Map.copyOf(images);
    units = Map.copyOf(units);
  }

  /**
   * Those of a host as it was read.
   *
   * @param managedBy the owner whose units count
   */
  public static RenderFacts of(EngineSnapshot engine, SystemdSnapshot systemd, String managedBy) {
    Map<ContainerName, UnitName> units = new HashMap<>();
    for (ObservedUnit unit : systemd.units().values()) {
      unit.owner()
          .filter(owner -> owner.runsContainerOf(managedBy))
          .flatMap(UnitOwner::container)
          .ifPresent(container -> units.put(container, unit.name()));
    }
    return new RenderFacts(engine.engine(), engine.images(), systemd.version(), units);
  }

  /** The unit of a container of another configuration. */
  Optional<UnitName> unitOf(ContainerName container) {
    return Optional.ofNullable(units.get(container));
  }
}
