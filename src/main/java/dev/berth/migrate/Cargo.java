package dev.berth.migrate;

import java.util.List;
import java.util.Optional;

/** What brings the content of volumes over. */
interface Cargo {

  /**
   * What stands against it, before anything is stopped: no room, or a volume of the other side that
   * is somebody's.
   */
  Optional<String> obstacle(List<VolumePair> volumes);

  /**
   * Brings a volume over, whole and on the disk. Nobody may write to it on either side.
   *
   * @throws MigrationException when it could not; nothing of it is left on the other side then
   */
  void carry(VolumePair volume);
}
