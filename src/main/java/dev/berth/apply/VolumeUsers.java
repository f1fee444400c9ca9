package dev.berth.apply;

import dev.berth.apply.Observer.Snapshot;
import dev.berth.engine.ContainerRuntime;
import dev.berth.engine.EngineSnapshot;
import dev.berth.host.SideBySide;
import dev.berth.model.Applied;
import dev.berth.model.ContainerName;
import dev.berth.model.DataPlace;
import dev.berth.model.DataUse;
import dev.berth.model.Labels;
import dev.berth.model.MountSource;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedMount;
import dev.berth.model.ObservedUnit;
import dev.berth.model.ObservedVolume;
import dev.berth.model.VolumeMention;
import dev.berth.model.VolumeUser;
import dev.berth.supervisor.UnitsOfHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Who uses the volumes of an engine: containers of both engines, running or not, all services of
 * the host, and what was last applied to containers of which nothing else is left. A volume is used
 * by its name, and by whatever else leads to its data, see {@link DataPlaces}.
 *
 * @param places where the sources of mounts lie
 * @param here the engine's own containers
 * @param elsewhere the other engine's containers
 * @param units what services mount
 * @param records what was last applied, by container
 */
record VolumeUsers(
    DataPlaces places,
    Side here,
    Optional<Side> elsewhere,
    List<Service> units,
    List<Last> records) {

  /** One engine with what its containers mount, by container. */
  private record Side(
      String engine,
      Map<String, ObservedVolume> volumes,
      Map<ContainerName, List<ObservedMount>> mounts,
      Map<ContainerName, List<DataUse>> uses) {}

  /** A unit with what its text mounts. */
  private record Service(String unit, String text, List<DataUse> uses) {}

  /** What was last applied, with what it mounts. */
  private record Last(ContainerName container, Applied applied, List<DataUse> uses) {}

  /**
   * Reads them, with one process for systemd, and for each engine with one that tells what
   * containers mount, side by side; what volumes the other engine has takes it some more.
   */
  static VolumeUsers read(
      ContainerRuntime runtime,
      Optional<OtherEngine> other,
      Snapshot snapshot,
      UnitsOfHost host,
      AppliedRecords records) {
    DataPlaces places = DataPlaces.ofHost();
    CompletableFuture<Side> reading =
        SideBySide.begin(
            () -> side(places, runtime, snapshot.engine(), snapshot.engine().volumes()));
    Optional<CompletableFuture<Side>> second =
        other.flatMap(
            there ->
                snapshot
                    .other()
                    .map(
                        found ->
                            SideBySide.begin(
                                () ->
                                    side(
                                        places,
                                        there.runtime(),
                                        found,
                                        there.runtime().observe(List.of(), true).volumes()))));
    Map<String, String> texts = new TreeMap<>(host.serviceTexts());
    // Those that systemd has not seen yet.
    snapshot
        .systemd()
        .units()
        .forEach((name, unit) -> unit.text().ifPresent(text -> texts.put(name.text(), text)));
    Side here = SideBySide.join(reading);
    Optional<Side> elsewhere = second.map(SideBySide::join);
    List<Service> units = new ArrayList<>();
    texts.forEach(
        (name, text) -> {
          Side side = runsElsewhere(text, here, elsewhere) ? elsewhere.orElseThrow() : here;
          units.add(new Service(name, text, uses(places, MountSource.in(text), side)));
        });
    List<Last> applied = new ArrayList<>();
    records
        .others(Set.of())
        .forEach(
            (name, record) ->
                applied.add(
                    new Last(
                        name,
                        record,
                        uses(places, record.mounts().map(MountSource::of).toList(), here))));
    return new VolumeUsers(places, here, elsewhere, units, applied);
  }

  private static Side side(
      DataPlaces places,
      ContainerRuntime runtime,
      EngineSnapshot found,
      Map<String, ObservedVolume> volumes) {
    Map<ContainerName, List<ObservedMount>> mounts =
        runtime.mounts(found.containers().stream().map(ObservedContainer::byId).toList());
    Map<ContainerName, List<DataUse>> uses = new TreeMap<>();
    mounts.forEach(
        (name, sources) ->
            uses.put(
                name,
                sources.stream()
                    .map(
                        mount ->
                            places.use(
                                mount.source(),
                                Optional.ofNullable(volumes.get(mount.volume()))
                                    .map(ObservedVolume::options)
                                    .orElse(Map.of()),
                                mount.isReadOnly()))
                    .toList()));
    return new Side(runtime.name(), volumes, mounts, uses);
  }

  private static List<DataUse> uses(DataPlaces places, List<MountSource> sources, Side side) {
    return sources.stream()
        .map(
            source ->
                Optional.ofNullable(side.volumes().get(source.name()))
                    .map(
                        volume ->
                            places.use(volume.mountpoint(), volume.options(), source.isReadOnly()))
                    .orElseGet(() -> places.use(source.name(), Map.of(), source.isReadOnly())))
        .toList();
  }

  /** The users of one volume, containers first. */
  List<VolumeUser> of(ObservedVolume volume) {
    VolumeMention mention = VolumeMention.of(volume);
    VolumeMention real =
        VolumeMention.of(
            new ObservedVolume(
                volume.name(),
                volume.labels(),
                places.withoutLinks(volume.mountpoint()),
                volume.options()));
    Set<DataPlace> data = mention.directory().map(places::directory).orElse(Set.of());
    List<VolumeUser> users = new ArrayList<>();
    here.uses()
        .forEach(
            (name, uses) -> {
              if (isOf(uses, data)
                  || here.mounts().getOrDefault(name, List.of()).stream().anyMatch(mention::isIn)) {
                users.add(new VolumeUser.OfContainer(here.engine(), name));
              }
            });
    // A volume of that name is another one there.
    elsewhere.ifPresent(
        side ->
            side.uses()
                .forEach(
                    (name, uses) -> {
                      if (isOf(uses, data)) {
                        users.add(new VolumeUser.OfContainer(side.engine(), name));
                      }
                    }));
    for (Service service : units) {
      if (isOf(service.uses(), data)
          || (!runsElsewhere(service.text(), here, elsewhere)
              && (mention.isIn(service.text()) || real.isIn(service.text())))) {
        users.add(new VolumeUser.OfUnit(service.unit()));
      }
    }
    for (Last record : records) {
      if (isOf(record.uses(), data) || mention.isIn(record.container(), record.applied())) {
        users.add(
            new VolumeUser.OfRecord(
                record.container(),
                record.applied().configuration().getOrDefault(Labels.CONFIG_ID, "")));
      }
    }
    return users;
  }

  private static boolean isOf(List<DataUse> uses, Set<DataPlace> data) {
    return uses.stream().anyMatch(use -> use.isOf(data));
  }

  /** Where a unit's text names a volume, it is one of the engine that the unit runs. */
  private static boolean runsElsewhere(String text, Side here, Optional<Side> elsewhere) {
    return elsewhere.filter(side -> ObservedUnit.runsOn(text, side.engine())).isPresent()
        && !ObservedUnit.runsOn(text, here.engine());
  }
}
