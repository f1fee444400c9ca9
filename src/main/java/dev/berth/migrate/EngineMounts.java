package dev.berth.migrate;

import dev.berth.apply.DataPlaces;
import dev.berth.engine.Engine;
import dev.berth.engine.EngineException;
import dev.berth.json.Json;
import dev.berth.model.ContainerName;
import dev.berth.model.DataPlace;
import dev.berth.model.DataUse;
import dev.berth.model.MountSource;
import dev.berth.model.ObservedVolume;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the containers of one side mount, and to whose data that leads.
 *
 * @param engine that side
 * @param places where everything lies
 * @param volumes all of its volumes, by name
 * @param mounts what its containers mount
 */
record EngineMounts(
    Engine engine, DataPlaces places, Map<String, ObservedVolume> volumes, List<Mounted> mounts) {

  /**
   * What a container mounts.
   *
   * @param container who
   * @param runs whether it runs
   * @param volume the name of the volume; empty for a path of the host
   * @param source where it lies on the host
   * @param use what it opens
   */
  record Mounted(ContainerName container, boolean runs, String volume, String source, DataUse use) {

    /** Whether it leads to a volume of this name, or to these data by another one. */
    boolean isOtherName(String name, Set<DataPlace> data) {
      return !volume.equals(name) && use.isOf(data);
    }
  }

  /** Keeps its own copies. */
  EngineMounts {
    volumes = Map.copyOf(volumes);
    mounts = List.copyOf(mounts);
  }

  /**
   * Reads them, as they are now.
   *
   * @throws EngineException where the engine does not tell: nobody is not an answer
   */
  static EngineMounts read(Engine engine, DataPlaces places) {
    Map<String, ObservedVolume> volumes = engine.runtime().volumes();
    List<Mounted> mounts = new ArrayList<>();
    for (Json answer : engine.details().containers()) {
      Json state = answer.get("State");
      boolean runs =
          state.get("Running").isTrue()
              || state.get("Paused").isTrue()
              || state.get("Restarting").isTrue();
      for (Json mount : answer.get("Mounts").items()) {
        String name = mount.get("Name").textOrEmpty();
        String source = mount.get("Source").textOrEmpty();
        Map<String, String> options =
            Optional.ofNullable(volumes.get(name)).map(ObservedVolume::options).orElse(Map.of());
        mounts.add(
            new Mounted(
                SourceContainers.nameOf(answer),
                runs,
                name,
                source,
                places.use(source, options, !mount.get("RW").isTrue())));
      }
    }
    return new EngineMounts(engine, places, volumes, mounts);
  }

  /** The same without some containers. */
  EngineMounts without(Set<ContainerName> containers) {
    return new EngineMounts(
        engine,
        places,
        volumes,
        mounts.stream().filter(mount -> !containers.contains(mount.container())).toList());
  }

  /** Where the content of a volume lies; nowhere for one that is not there. */
  Set<DataPlace> data(String volume) {
    return Optional.ofNullable(volumes.get(volume))
        .map(found -> places.of(found.mountpoint(), found.options()))
        .orElse(Set.of());
  }

  /** What leads to the content of a volume, where it holds any, by another name than its own. */
  List<Mounted> otherNames(String volume) {
    Set<DataPlace> data =
        Optional.ofNullable(volumes.get(volume)).filter(ObservedVolume::holdsItsContent).isPresent()
            ? data(volume)
            : Set.of();
    return mounts.stream().filter(mount -> mount.isOtherName(volume, data)).toList();
  }

  /** What a text of a path, or of a volume of this side that lies elsewhere, leads to. */
  Optional<DataUse> use(MountSource source) {
    if (source.name().startsWith("/")) {
      return Optional.of(places.use(source.name(), Map.of(), source.isReadOnly()));
    }
    return Optional.ofNullable(volumes.get(source.name()))
        .filter(volume -> !volume.options().isEmpty())
        .map(volume -> places.use(volume.mountpoint(), volume.options(), source.isReadOnly()));
  }
}
