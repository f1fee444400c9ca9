package dev.berth.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Whether a user can read in the journal what the user's own services print. */
final class UserJournal {
  static final String WHY_NOT =
      "this host's journal has nothing that you may read: it is kept in memory only, not for each"
          + " user (Storage= in journald.conf(5)); root can set Storage=persistent, or add you to"
          + " the group systemd-journal; or keep the output in files (--container-log-path)";

  private static final List<Path> PLACES =
      List.of(Path.of("/var/log/journal"), Path.of("/run/log/journal"));

  private UserJournal() {}

  /** Whether there is a file of this user's, or the host's may be read. */
  static boolean isReadable(int uid) {
    return isReadable(uid, PLACES);
  }

  static boolean isReadable(int uid, List<Path> places) {
    return places.stream()
        .flatMap(place -> entries(place).stream())
        .flatMap(machine -> entries(machine).stream())
        .anyMatch(
            file -> {
              String name = file.getFileName().toString();
              return (name.equals("system.journal") || name.equals("user-" + uid + ".journal"))
                  && Files.isReadable(file);
            });
  }

  private static List<Path> entries(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    } catch (IOException | UncheckedIOException unreadable) {
      return List.of();
    }
  }
}
