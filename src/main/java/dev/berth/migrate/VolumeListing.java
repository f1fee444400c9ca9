package dev.berth.migrate;

import dev.berth.host.Command;
import dev.berth.host.CommandStreams;
import dev.berth.host.CommandStreams.Read;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * What a volume holds.
 *
 * @param entries by path below the volume, {@code .} the volume's own directory
 */
record VolumeListing(SortedMap<String, VolumeEntry> entries) {
  /** Keeps its own copy. */
  VolumeListing {
    entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
  }

  /**
   * Reads a directory through tar: the one program on every host that reads extended attributes of
   * all name spaces, holes, and names that are no text, in one process and one pass. Sockets are
   * left out; they mean nothing without the process that made them.
   *
   * @throws MigrationException when it cannot be read, or changes while it is
   */
  static VolumeListing read(CommandStreams streams, Path directory, BooleanSupplier givenUp) {
    Command command = Command.reading(argv(directory)).withoutTimeout().unless(givenUp);
    Read<SortedMap<String, VolumeEntry>> read =
        streams.read(command, stream -> new TarReader(stream).entries());
    if (!read.result().succeeded()) {
      throw new MigrationException("cannot read " + directory, read.result());
    }
    return new VolumeListing(read.value());
  }

  /** By name, so that of a file with two names both listings meet the same one first. */
  static List<String> argv(Path directory) {
    return List.of(
        "tar",
        "--create",
        "--file=-",
        "--format=posix",
        "--pax-option=delete=atime,delete=ctime",
        "--sort=name",
        "--numeric-owner",
        "--sparse",
        "--xattrs",
        "--xattrs-include=*",
        "--xattrs-exclude=security.selinux",
        "--one-file-system",
        "--directory=" + directory,
        ".");
  }
}
