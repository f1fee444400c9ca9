package dev.berth.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Makes directories, as root only where nobody else could lead it to another place meanwhile; sets
 * the mode of what it has made, and gives nobody more rights in what it finds.
 */
public final class Directories {
  private Directories() {}

  /**
   * Why root would not make this directory; empty where it is there already, or can be made.
   *
   * @throws UncheckedIOException when it cannot be looked at
   */
  public static Optional<String> obstacle(Path path) {
    try {
      PathTrust.Way way = PathTrust.walk(path);
      return way.missing().isEmpty() ? Optional.empty() : obstacle(way);
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot look at " + path, cause);
    }
  }

  private static Optional<String> obstacle(PathTrust.Way way) {
    if (!Files.isDirectory(way.reached(), LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of(way.reached() + " is no directory");
    }
    // A user can only be led to where that user may write anyway.
    return Account.current().isRoot() ? way.doubt().map(Directories::words) : Optional.empty();
  }

  private static String words(PathTrust.Doubt doubt) {
    return doubt.path() + " is not root's alone: " + doubt.why();
  }

  /**
   * Makes a directory and its parents, all with the mode; leaves as it is what is there.
   *
   * @param mode as {@link PosixFilePermissions#fromString} reads it
   * @throws UncheckedIOException when it cannot be made, or not safely
   */
  public static void make(Path path, String mode) {
    try {
      make(PathTrust.walk(path), PosixFilePermissions.fromString(mode));
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot create " + path, cause);
    }
  }

  private static void make(PathTrust.Way way, Set<PosixFilePermission> permissions)
      throws IOException {
    if (way.missing().isEmpty()) {
      return;
    }
    Optional<String> obstacle = obstacle(way);
    if (obstacle.isPresent()) {
      throw new IOException(obstacle.get());
    }
    Path at = way.reached();
    for (String name : way.missing()) {
      if (name.equals("..")) {
        throw new IOException("'..' below " + at + ", which is not there");
      }
      at = at.resolve(name);
      makeOne(at, permissions);
    }
  }

  private static void makeOne(Path directory, Set<PosixFilePermission> permissions)
      throws IOException {
    try {
      Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(permissions));
    } catch (FileAlreadyExistsException madeMeanwhile) {
      if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
        throw madeMeanwhile;
      }
      return;
    }
    // The process's umask may have taken bits away.
    if (!permissionsOf(directory).equals(permissions)) {
      setPermissions(directory, permissions);
    }
  }

  /**
   * A directory of Berth's own: made where it is missing, and taken from others what they may do
   * there beyond the mode.
   *
   * @throws UncheckedIOException when it cannot be made, is another user's, or is a symbolic link
   *     to one where others may do more: what lies there could be anybody's
   */
  public static void own(Path path, String mode) {
    Set<PosixFilePermission> permissions = PosixFilePermissions.fromString(mode);
    try {
      PathTrust.Way way = PathTrust.walk(path);
      make(way, permissions);
      refuseForeign(path, way);
      Set<PosixFilePermission> more = new HashSet<>(Files.getPosixFilePermissions(path));
      more.removeAll(permissions);
      if (more.isEmpty()) {
        return;
      }
      if (Files.isSymbolicLink(path)) {
        // Somebody's own choice of another place, whose mode is not Berth's to change.
        throw new IOException(
            path
                + " is a symbolic link to "
                + path.toRealPath()
                + ", where others may do more than "
                + mode);
      }
      Set<PosixFilePermission> less = new HashSet<>(permissionsOf(path));
      less.removeAll(more);
      setPermissions(path, less);
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot create " + path, cause);
    }
  }

  private static void refuseForeign(Path directory, PathTrust.Way way) throws IOException {
    int owner = (Integer) Files.getAttribute(directory, "unix:uid");
    if (owner != 0 && owner != Account.current().uid()) {
      throw new IOException(directory + " belongs to the user with the number " + owner);
    }
    Optional<PathTrust.Doubt> above =
        way.doubt().filter(doubt -> !doubt.path().equals(way.reached()));
    if (above.isPresent() && Account.current().isRoot()) {
      throw new IOException(words(above.get()));
    }
  }

  private static Set<PosixFilePermission> permissionsOf(Path directory) throws IOException {
    return Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS);
  }

  private static void setPermissions(Path directory, Set<PosixFilePermission> permissions)
      throws IOException {
    Files.getFileAttributeView(directory, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setPermissions(permissions);
  }
}
