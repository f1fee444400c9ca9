package dev.berth.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the kernel says of a file itself, not of what it may link to (inode(7)).
 *
 * @param mode its permissions, the last nine bits
 * @param uid whose it is
 * @param changed when its content, mode, owner or name last changed; unlike the time of its content
 *     it can be set only with the host's clock
 */
public record FileState(int mode, int uid, Instant changed) {
  private static final int PERMISSIONS = 0777;
  private static final int OTHERS = 0077;

  /** The state of a file; empty where there is none, or it cannot be looked at. */
  public static Optional<FileState> of(Path file) {
    try {
      Map<String, Object> read =
          Files.readAttributes(file, "unix:mode,uid,ctime", LinkOption.NOFOLLOW_LINKS);
      return Optional.of(
          new FileState(
              number(read, "mode") & PERMISSIONS,
              number(read, "uid"),
              ((FileTime) Objects.requireNonNull(read.get("ctime"))).toInstant()));
    } catch (IOException unknown) {
      return Optional.empty();
    }
  }

  private static int number(Map<String, Object> attributes, String name) {
    return (Integer) Objects.requireNonNull(attributes.get(name));
  }

  /**
   * Who else may do something with a file that is to be this process's user's alone, in words;
   * empty where nobody may.
   */
  public Optional<String> openness() {
    if (uid != Account.current().uid()) {
      return Optional.of("it belongs to the user with the number " + uid);
    }
    return (mode & OTHERS) == 0
        ? Optional.empty()
        : Optional.of("its mode is " + String.format("%04o", mode));
  }
}
