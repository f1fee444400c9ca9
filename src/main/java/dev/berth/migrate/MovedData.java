package dev.berth.migrate;

import dev.berth.migrate.JournalEvent.VolumeBack;
import dev.berth.model.VolumePair;

/**
 * The content of volumes that left where it was without a copy.
 *
 * @param cargo what has brought it over
 * @param journal what tells which
 */
record MovedData(VolumeTransfer cargo, MigrationJournal journal) {

  /**
   * Has the content of a volume where it was. Nothing may start there before.
   *
   * @param volume by its name on the other side; one that was copied is left alone
   * @throws MigrationException when it could not
   */
  void back(String volume) {
    String origin = journal.state().moved().get(volume);
    if (origin != null) {
      cargo.giveBack(new VolumePair(origin, volume, ""));
      journal.add(new VolumeBack(origin, volume));
    }
  }
}
