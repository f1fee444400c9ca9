package dev.berth.migrate;

import dev.berth.apply.DataPlaces;
import dev.berth.engine.Engine;
import dev.berth.migrate.EngineMounts.Mounted;
import dev.berth.model.ContainerName;
import dev.berth.model.DataPlace;
import dev.berth.model.DataUse;
import dev.berth.model.MountSource;
import dev.berth.model.ObservedVolume;
import dev.berth.model.Rendered;
import dev.berth.model.VolumePair;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Data that several reach by different names: a volume's own, a path, a volume that lies there. A
 * copy gets the volume's name alone, and the others would go on with what was copied.
 *
 * @param here the side that containers leave
 * @param there the side to which they go
 * @param moves whether content leaves without a copy
 */
record SharedData(EngineMounts here, EngineMounts there, boolean moves) {

  /** Reads both sides, as they are now. */
  static SharedData read(Engine source, Engine target, boolean moves) {
    DataPlaces places = DataPlaces.ofHost();
    return new SharedData(
        EngineMounts.read(source, places), EngineMounts.read(target, places), moves);
  }

  /**
   * Why a container cannot come over without parting what is shared; empty where it can.
   *
   * @param volumes those of it that are to be carried
   * @param state how far everything is
   * @param moving who comes over
   */
  Optional<String> obstacle(
      Rendered rendered,
      List<VolumePair> volumes,
      MigrationState state,
      Set<ContainerName> moving) {
    return volumes.stream()
        .map(VolumePair::source)
        .filter(this::isCopied)
        .flatMap(volume -> parted(rendered.name(), volume, moving).stream())
        .findFirst()
        .or(() -> left(rendered, state, moving));
  }

  /** One with a driver's options is made anew, and leads where it led. */
  private boolean isCopied(String volume) {
    return Optional.ofNullable(here.volumes().get(volume))
        .filter(ObservedVolume::holdsItsContent)
        .isPresent();
  }

  /** Who has the data of a volume of it by another name, and writes to them, or will. */
  private Optional<String> parted(
      ContainerName container, String volume, Set<ContainerName> moving) {
    Set<DataPlace> data = here.data(volume);
    Stream<String> sharers =
        Stream.concat(
            here.mounts().stream()
                .filter(mount -> mount.isOtherName(volume, data))
                .filter(
                    mount ->
                        mount.runs()
                            || moves
                            || mount.container().equals(container)
                            || moving.contains(mount.container()))
                .map(mount -> words(mount, here, Optional.of(container))),
            there.mounts().stream()
                .filter(mount -> mount.use().isOf(data))
                .filter(mount -> mount.runs() || moves)
                .map(mount -> words(mount, there, Optional.empty())));
    return sharers
        .findFirst()
        .map(
            sharer -> sharer + ", which is in its volume '" + volume + "': a copy would part them");
  }

  private static String words(Mounted mount, EngineMounts side, Optional<ContainerName> self) {
    String who =
        self.filter(mount.container()::equals).isPresent()
            ? "it"
            : "'" + mount.container() + "' of " + side.engine();
    return who
        + " has "
        + (mount.volume().isEmpty() ? mount.source() : "the volume '" + mount.volume() + "'");
  }

  /** Whether it has by another name what others have by a volume's, of which there is a copy. */
  private Optional<String> left(
      Rendered rendered, MigrationState state, Set<ContainerName> moving) {
    List<Mounted> own =
        here.mounts().stream().filter(mount -> mount.container().equals(rendered.name())).toList();
    List<DataUse> wanted =
        rendered.argv().stream()
            .flatMap(word -> MountSource.in(" " + word).stream())
            .filter(source -> source.name().startsWith("/"))
            .flatMap(source -> here.use(source).stream())
            .toList();
    return here.volumes().keySet().stream()
        .sorted()
        .filter(this::isCopied)
        .filter(volume -> state.carried().containsValue(volume) || isMoving(volume, moving))
        .filter(
            volume -> {
              Set<DataPlace> data = here.data(volume);
              return own.stream().anyMatch(mount -> mount.isOtherName(volume, data))
                  || wanted.stream().anyMatch(use -> use.isOf(data));
            })
        .findFirst()
        .map(
            volume ->
                "it has data of the volume '"
                    + volume
                    + "', which comes over as a copy, by another name");
  }

  private boolean isMoving(String volume, Set<ContainerName> moving) {
    return here.mounts().stream()
        .anyMatch(mount -> mount.volume().equals(volume) && moving.contains(mount.container()));
  }
}
