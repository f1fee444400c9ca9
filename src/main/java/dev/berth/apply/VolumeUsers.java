package dev.berth.apply;

import dev.berth.apply.Observer.Snapshot;
import dev.berth.engine.Engine;
import dev.berth.engine.EngineSnapshot;
import dev.berth.host.SideBySide;
import dev.berth.model.Applied;
import dev.berth.model.Labels;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedMount;
import dev.berth.model.ObservedUnit;
import dev.berth.model.ObservedVolume;
import dev.berth.model.VolumeMention;
import dev.berth.model.VolumeUser;
import dev.berth.systemd.Systemctl;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Who uses the volumes of an engine: containers of both engines, running or not, all services of
 * the host, and what was last applied to containers of which nothing else is left.
 *
 * @param here the mounts of the engine's own containers, by container
 * @param elsewhere the mounts of the other engine's containers, by container
 * @param units the texts of services, by unit
 * @param records what was last applied, by container
 */
record VolumeUsers(
    Side here, Optional<Side> elsewhere, Map<String, String> units, Map<String, Applied> records) {

  /** One engine with what its containers mount. */
  private record Side(String engine, Map<String, List<ObservedMount>> mounts) {}

  /** Reads them, with one process for each engine and one for systemd, side by side. */
  static VolumeUsers read(
      Engine engine,
      Optional<OtherEngine> other,
      Snapshot snapshot,
      Systemctl systemctl,
      AppliedRecords records) {
    CompletableFuture<Side> here = SideBySide.begin(() -> side(engine, snapshot.engine()));
    Optional<CompletableFuture<Side>> elsewhere =
        other.flatMap(
            second ->
                snapshot
                    .other()
                    .map(found -> SideBySide.begin(() -> side(second.engine(), found))));
    Map<String, String> units = new TreeMap<>(systemctl.serviceTexts());
    // Those that systemd has not seen yet.
    snapshot
        .systemd()
        .units()
        .forEach((name, unit) -> unit.text().ifPresent(text -> units.put(name, text)));
    return new VolumeUsers(
        SideBySide.join(here), elsewhere.map(SideBySide::join), units, records.others(Set.of()));
  }

  private static Side side(Engine engine, EngineSnapshot found) {
    return new Side(
        engine.name(),
        engine.mounts(found.containers().stream().map(ObservedContainer::id).toList()));
  }

  /** The users of one volume, containers first. */
  List<VolumeUser> of(ObservedVolume volume) {
    VolumeMention mention = VolumeMention.of(volume);
    VolumeMention real =
        VolumeMention.of(
            new ObservedVolume(volume.name(), volume.labels(), real(volume.mountpoint())));
    List<VolumeUser> users = new ArrayList<>();
    here.mounts()
        .forEach(
            (name, mounts) -> {
              if (mounts.stream()
                  .anyMatch(mount -> mention.isIn(mount) || real.isAt(real(mount.source())))) {
                users.add(new VolumeUser.OfContainer(here.engine(), name));
              }
            });
    elsewhere.ifPresent(
        side ->
            side.mounts()
                .forEach(
                    (name, mounts) -> {
                      // A volume of that name is another one there.
                      if (mounts.stream()
                          .anyMatch(
                              mount ->
                                  mention.isAt(mount.source())
                                      || real.isAt(real(mount.source())))) {
                        users.add(new VolumeUser.OfContainer(side.engine(), name));
                      }
                    }));
    units.forEach(
        (name, text) -> {
          if (!runsElsewhere(text) && (mention.isIn(text) || real.isIn(text))) {
            users.add(new VolumeUser.OfUnit(name));
          }
        });
    records.forEach(
        (name, record) -> {
          if (mention.isIn(name, record)) {
            users.add(
                new VolumeUser.OfRecord(
                    name, record.configuration().getOrDefault(Labels.CONFIG_ID, "")));
          }
        });
    return users;
  }

  /** Where a unit's text names a volume, it is one of the engine that the unit runs. */
  private boolean runsElsewhere(String text) {
    return elsewhere.filter(side -> ObservedUnit.runsOn(text, side.engine())).isPresent()
        && !ObservedUnit.runsOn(text, here.engine());
  }

  /** Without links; as it is where it cannot be followed. */
  private static String real(String path) {
    if (!path.startsWith("/")) {
      return path;
    }
    try {
      return Path.of(path).toRealPath().toString();
    } catch (IOException | IllegalArgumentException unknown) {
      return path;
    }
  }
}
