package dev.berth.apply;

import dev.berth.host.AtomicFile;
import dev.berth.host.Directories;
import dev.berth.model.Desired;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * From which path each configuration was last applied, by its id. A record that is lost costs no
 * more than that what is of it does not go with its file.
 */
public record SourceRecords(Path directory) {
  private static final String FILE_NAME = "[A-Za-z0-9][A-Za-z0-9_.-]{0,199}";

  /** All that is on record. */
  public SortedMap<String, String> all() {
    SortedMap<String, String> all = new TreeMap<>();
    for (String id : AtomicFile.names(directory)) {
      try {
        AtomicFile.read(directory.resolve(id))
            .map(String::strip)
            .filter(path -> path.startsWith("/"))
            .ifPresent(path -> all.put(id, path));
      } catch (UncheckedIOException nobodysFile) {
        // A directory, or no text: nothing that Berth wrote.
      }
    }
    return all;
  }

  /** Keeps where these come from. */
  public void write(Desired desired) {
    Map<String, String> known = all();
    for (Desired.ContainerSet set : desired.sets()) {
      if (!set.source().isEmpty()
          && !set.source().equals(known.get(set.configId()))
          && set.configId().matches(FILE_NAME)) {
        Directories.own(directory, "rwx------");
        AtomicFile.write(directory.resolve(set.configId()), set.source() + "\n");
      }
    }
  }

  /** Forgets those of which nothing is left. */
  public void forget(Collection<String> configIds) {
    Set<String> known = Set.copyOf(AtomicFile.names(directory));
    configIds.stream()
        .filter(known::contains)
        .forEach(id -> AtomicFile.remove(directory.resolve(id)));
  }
}
