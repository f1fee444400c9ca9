package dev.berth.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Files that are there whole or not at all: written to a temporary name with the final mode from
 * the start, synced, renamed.
 */
public final class AtomicFile {
  /** The mode of a file that may hold a secret. */
  public static final String SECRET = "rw-------";

  private static final String READABLE = "rw-r--r--";

  private static final String TEMPORARY = ".berth-";

  private AtomicFile() {}

  /**
   * Writes a file that is its owner's alone.
   *
   * @throws UncheckedIOException when it cannot be written; the old content is then still there
   */
  public static void write(Path path, String content) {
    write(path, content, SECRET);
  }

  /**
   * Writes a file that everybody may read.
   *
   * @throws UncheckedIOException when it cannot be written; the old content is then still there
   */
  public static void writeReadable(Path path, String content) {
    write(path, content, READABLE);
  }

  /**
   * Gives a file of its owner's alone the content that it had; it is removed where it had none.
   *
   * @throws UncheckedIOException when it cannot be written, or removed
   */
  public static void restore(Path path, Optional<String> content) {
    content.ifPresentOrElse(text -> write(path, text), () -> remove(path));
  }

  /**
   * Writes a file of which somebody else says whose it is.
   *
   * @param mode as {@code rw-r-----}
   * @param uid its owner's number; negative for this process's user
   * @param gid its group's number; negative for this process's group
   * @throws UncheckedIOException when it cannot be written; the old content is then still there
   */
  public static void write(Path path, String content, String mode, int uid, int gid) {
    write(
        path,
        content,
        mode,
        temporary -> {
          if (uid >= 0) {
            Files.setAttribute(temporary, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
          }
          if (gid >= 0) {
            Files.setAttribute(temporary, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
          }
        });
  }

  /** What is done with a file before it has its name. */
  private interface Finish {
    void on(Path temporary) throws IOException;
  }

  private static void write(Path path, String content, String mode) {
    write(path, content, mode, _ -> {});
  }

  private static void write(Path path, String content, String mode, Finish finish) {
    // Two threads may write one file; each renames its own.
    Path temporary =
        path.resolveSibling(
            FileName.of(
                TEMPORARY,
                String.valueOf(path.getFileName()),
                "-" + Thread.currentThread().threadId() + ".tmp"));
    Set<PosixFilePermission> permissions = PosixFilePermissions.fromString(mode);
    try {
      refuseLink(path);
      Files.deleteIfExists(temporary);
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              Set.of(
                  StandardOpenOption.CREATE_NEW,
                  StandardOpenOption.WRITE,
                  LinkOption.NOFOLLOW_LINKS),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(SECRET)))) {
        finish.on(temporary);
        // The process's umask may take bits away, so the mode is set once more, never through a
        // link that somebody has put in its place.
        Files.getFileAttributeView(
                temporary, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
            .setPermissions(permissions);
        ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException cause) {
      // Where the disk is full, it is in the way of who makes room.
      discard(temporary, cause);
      throw new UncheckedIOException("cannot write " + path, cause);
    }
  }

  private static void discard(Path temporary, IOException failure) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException second) {
      failure.addSuppressed(second);
    }
  }

  static void refuseLink(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      throw new IOException(path + " is a symbolic link; Berth does not write through one");
    }
  }

  /** The content, or empty when there is no such file. */
  public static Optional<String> read(Path path) {
    try {
      return Optional.of(Files.readString(path));
    } catch (java.nio.file.NoSuchFileException absent) {
      return Optional.empty();
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot read " + path, cause);
    }
  }

  /** Removes a file, and says whether there was one. */
  public static boolean remove(Path path) {
    try {
      return Files.deleteIfExists(path);
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot remove " + path, cause);
    }
  }

  /** The names in a directory, in order; none where it is not there. */
  public static List<String> names(Path directory) {
    String[] names = directory.toFile().list();
    return names == null ? List.of() : Arrays.stream(names).sorted().toList();
  }

  /**
   * The directories in a directory, in order, links to such left out; none where it is not there.
   */
  public static List<Path> directories(Path directory) {
    return names(directory).stream()
        .map(directory::resolve)
        .filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
        .toList();
  }

  /** Removes what a killed run left half-written in a directory. */
  public static void removeLeftovers(Path directory) {
    remove(directory, name -> name.startsWith(TEMPORARY) && name.endsWith(".tmp"));
  }

  /** Removes the files of a directory whose names begin so. */
  public static void removeMatching(Path directory, String prefix) {
    remove(directory, name -> name.startsWith(prefix));
  }

  private static void remove(Path directory, Predicate<String> unwanted) {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(
            directory, file -> unwanted.test(String.valueOf(file.getFileName())))) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot tidy " + directory, cause);
    }
  }

  /** Makes the renames in a directory last through a power cut. */
  public static void syncDirectory(Path directory) {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot sync " + directory, cause);
    }
  }
}
