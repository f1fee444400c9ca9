package dev.berth.migrate;

import dev.berth.host.Command;
import dev.berth.host.CommandStreams;
import dev.berth.host.CommandStreams.Read;
import dev.berth.host.SideBySide;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * What a volume holds, read ahead of the one who takes it, and never far: a volume may hold
 * millions of files.
 */
final class VolumeEntries {
  private static final int AHEAD = 256;

  private final BlockingQueue<Optional<VolumeEntry>> queue = new ArrayBlockingQueue<>(AHEAD);
  private final CompletableFuture<Read<Boolean>> reading;
  private final Path directory;

  private VolumeEntries(CommandStreams streams, Path directory, BooleanSupplier givenUp) {
    this.directory = directory;
    Command command = Command.reading(argv(directory)).withoutTimeout().unless(givenUp);
    this.reading =
        SideBySide.begin(
            () -> {
              try {
                return streams.read(
                    command,
                    stream -> {
                      new TarReader(stream).forEach(entry -> put(Optional.of(entry)));
                      return true;
                    });
              } finally {
                put(Optional.empty());
              }
            });
  }

  /**
   * Begins to read a directory through tar: the one program on every host that reads extended
   * attributes of all name spaces, holes, and names that are no text, in one process and one pass.
   * Sockets are left out; they mean nothing without the process that made them.
   *
   * <p>Whoever begins takes all of it, and then asks {@link #end} whether that was all.
   */
  static VolumeEntries of(CommandStreams streams, Path directory, BooleanSupplier givenUp) {
    return new VolumeEntries(streams, directory, givenUp);
  }

  /** The next one: a directory before what is in it, by name. Empty at the end. */
  Optional<VolumeEntry> next() {
    try {
      return queue.take();
    } catch (InterruptedException interrupted) {
      throw interrupted(interrupted);
    }
  }

  /**
   * Waits for the end.
   *
   * @throws MigrationException when the directory cannot be read, or changed meanwhile
   */
  void end() {
    Read<Boolean> read = SideBySide.join(reading);
    if (!read.result().succeeded()) {
      throw new MigrationException("cannot read " + directory, read.result());
    }
  }

  private void put(Optional<VolumeEntry> entry) {
    try {
      queue.put(entry);
    } catch (InterruptedException interrupted) {
      throw interrupted(interrupted);
    }
  }

  private static IllegalStateException interrupted(InterruptedException cause) {
    return new IllegalStateException("nobody interrupts these threads", cause);
  }

  /** By name, so that of a file with two names both volumes meet the same one first. */
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
