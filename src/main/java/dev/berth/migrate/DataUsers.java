package dev.berth.migrate;

import dev.berth.apply.DataPlaces;
import dev.berth.engine.Engine;
import dev.berth.model.ContainerName;
import dev.berth.model.DataPlace;
import dev.berth.model.DataUse;
import dev.berth.model.MountSource;
import dev.berth.model.ObservedUnit;
import dev.berth.model.ObservedVolume;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Who uses the data of a volume by another name than its own, which no engine knows: containers of
 * both sides, running or not, and services of the host.
 *
 * @param here the side that has the volume
 * @param there the other one
 * @param units the texts of services, by unit
 */
record DataUsers(EngineMounts here, EngineMounts there, Map<String, String> units) {
  /** Keeps its own copy. */
  DataUsers {
    units = Map.copyOf(units);
  }

  /** Reads them, as they are now. */
  static DataUsers read(Engine source, Engine target, Map<String, String> units) {
    DataPlaces places = DataPlaces.ofHost();
    return new DataUsers(
        EngineMounts.read(source, places), EngineMounts.read(target, places), units);
  }

  /** The same without some containers of the side that has the volumes, which are about to go. */
  DataUsers without(Set<ContainerName> containers) {
    return new DataUsers(here.without(containers), there, units);
  }

  /** One who uses what would go with this volume, in words; empty where nobody does. */
  Optional<String> of(ObservedVolume volume) {
    String directory = directory(volume).toString();
    Set<DataPlace> data = directory.isEmpty() ? Set.of() : here.places().directory(directory);
    Stream<String> containers =
        Stream.concat(
            here.mounts().stream()
                .filter(mount -> mount.isOtherName(volume.name(), data))
                .map(mount -> "'" + mount.container() + "' of " + here.engine()),
            there.mounts().stream()
                .filter(mount -> mount.use().isOf(data))
                .map(mount -> "'" + mount.container() + "' of " + there.engine()));
    return containers.findFirst().or(() -> unit(data));
  }

  /** What goes when it is removed: the engine keeps the content in a directory of that. */
  private static Path directory(ObservedVolume volume) {
    Path content = Path.of(volume.mountpoint());
    return content.endsWith("_data") ? content.resolveSibling("") : content;
  }

  private Optional<String> unit(Set<DataPlace> data) {
    return new TreeMap<>(units)
        .entrySet().stream()
            .filter(
                unit ->
                    MountSource.in(unit.getValue()).stream()
                        .flatMap(source -> use(source, unit.getValue()).stream())
                        .anyMatch(use -> use.isOf(data)))
            .findFirst()
            .map(unit -> "the unit " + unit.getKey());
  }

  /** A volume's name is that of the engine which the unit runs. */
  private Optional<DataUse> use(MountSource source, String text) {
    return (ObservedUnit.runsOn(text, here.engine().toString()) ? here : there).use(source);
  }
}
