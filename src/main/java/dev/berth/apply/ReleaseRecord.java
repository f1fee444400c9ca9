package dev.berth.apply;

import dev.berth.host.AtomicFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * Says, from before a unit goes until the end of its run, that names may be left which hold the
 * images of units that are no more: should the run be killed, a later one takes them away, although
 * nothing of the configuration is there any more that would tell of it.
 */
final class ReleaseRecord {
  private final Path file;

  /** That of a host. */
  ReleaseRecord(HostPaths paths) {
    this.file = paths.state().resolve("releasing");
  }

  /**
   * Begins it; one that cannot be written is lost without harm.
   *
   * @param configIds the configurations that are removed
   */
  void begin(Collection<String> configIds) {
    Set<String> all = new TreeSet<>(configIds);
    all.addAll(configIds());
    try {
      AtomicFile.write(file, String.join("\n", all));
    } catch (UncheckedIOException lost) {
      // The names stay until the next run that removes or replaces something.
    }
  }

  /** Whether a run has begun it and not ended it. */
  boolean isOpen() {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }

  /** The configurations that were removed by runs that did not end it. */
  Set<String> configIds() {
    Set<String> ids = new TreeSet<>();
    try {
      AtomicFile.read(file).ifPresent(text -> text.lines().forEach(ids::add));
    } catch (UncheckedIOException lost) {
      return Set.of();
    }
    ids.remove("");
    return ids;
  }

  /** Ends it. */
  void end() {
    AtomicFile.remove(file);
  }
}
