package dev.berth.migrate;

import dev.berth.model.VolumePair;
import java.util.List;
import java.util.Optional;

/** What brings the content of volumes over. */
interface VolumeTransfer {
  /** Whether volumes come over at all. */
  boolean carries();

  /** Whether their content may leave where it was, so that it has to return on the way back. */
  boolean moves();

  /**
   * The obstacle to the transfer, looked for before anything is stopped: no room, or a volume of
   * the other side that is somebody's. Empty when there is none.
   */
  Optional<String> obstacle(List<VolumePair> volumes);

  /**
   * Brings a volume over, whole and on the disk. Nobody may write to it on either side.
   *
   * @throws MigrationException when it could not; nothing of it is left on the other side then
   */
  void carry(VolumePair volume);

  /**
   * Has the content of a volume that was moved where it was, as it is now. Nobody uses it.
   *
   * @throws MigrationException when it could not
   */
  void giveBack(VolumePair volume);
}
