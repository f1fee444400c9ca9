package dev.berth.migrate;

import dev.berth.host.Messages;
import dev.berth.migrate.JournalEvent.VolumeBack;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * The content of volumes that left where it was without a copy.
 *
 * @param cargo what has brought it over
 * @param journal what tells which
 */
record MovedData(Cargo cargo, MigrationJournal journal) {

  /**
   * Has it where it was. Nothing may start there before.
   *
   * @param volumes by their names on the other side; those that were copied are left alone
   * @return what went wrong, or empty
   */
  Optional<String> back(Collection<String> volumes) {
    Map<String, String> moved = journal.state().moved();
    for (String target : volumes) {
      String origin = moved.get(target);
      if (origin != null) {
        try {
          cargo.giveBack(new VolumePair(origin, target, ""));
        } catch (MigrationException | UncheckedIOException failure) {
          return Optional.of(Messages.of(failure));
        }
        journal.add(new VolumeBack(origin, target));
      }
    }
    return Optional.empty();
  }
}
