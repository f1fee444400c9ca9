package dev.berth.cli;

import dev.berth.host.AtomicFile;
import dev.berth.host.Messages;
import dev.berth.service.InvalidUse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Set;

/**
 * A file that holds what standard error was told, each line with its time, the process and a level,
 * in the form of Paunch's log: {@code 2026-05-04 03:02:01.123 4711 WARNING berth [ ] …}.
 */
final class TalkLog {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS");

  private final FileChannel file;
  private final Path path;

  /** How grave a line is, in the words of Python's logging. */
  enum Level {
    INFO,
    WARNING,
    ERROR
  }

  /**
   * Opens a file, which is made where there is none, for its owner alone.
   *
   * @throws InvalidUse when it cannot be written, is a link or no plain file, or when others decide
   *     about the place where root would write it
   */
  TalkLog(Path path) {
    this.path = path;
    OutputPlace.demandOwn("--log-file", path);
    try {
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)
          && !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
        throw new InvalidUse("--log-file " + path + " is no plain file");
      }
      file =
          FileChannel.open(
              path,
              Set.of(
                  StandardOpenOption.CREATE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS),
              PosixFilePermissions.asFileAttribute(
                  PosixFilePermissions.fromString(AtomicFile.SECRET)));
    } catch (IOException failure) {
      throw new InvalidUse(Messages.of(new UncheckedIOException(unwritable(path), failure)));
    }
  }

  private static String unwritable(Path path) {
    return "--log-file " + path + " cannot be written";
  }

  /**
   * Appends what was told.
   *
   * @throws UncheckedIOException when the file cannot take it
   */
  synchronized void add(Level level, String text) {
    String begin =
        TIME.format(LocalDateTime.now(ZoneId.systemDefault()))
            + " "
            + ProcessHandle.current().pid()
            + " "
            + level
            + " berth [  ] ";
    StringBuilder lines = new StringBuilder();
    text.lines().forEach(line -> lines.append(begin).append(line).append('\n'));
    ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8));
    try {
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(unwritable(path), failure);
    }
  }
}
