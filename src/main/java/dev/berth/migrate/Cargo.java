package dev.berth.migrate;

import java.util.List;
import java.util.Optional;

/** What brings the content of volumes over. */
interface Cargo {

  /**
   * What stands against it, before anything is stopped: no room, or a volume of the other side that
   * is somebody's.
   *
   * @param ours whether a volume of the other side was made by this migration
   */
  Optional<String> obstacle(List<VolumePair> volumes, java.util.function.Predicate<String> ours);

  /**
   * Brings a volume over, whole and on the disk. Nobody may write to it on either side.
   *
   * @throws MigrationException when it could not; nothing of it is left on the other side then
   */
  void carry(VolumePair volume);
}
