package dev.berth.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whom a process runs as.
 *
 * @param uid the user's number
 * @param name the user's name
 * @param home the home directory that the user database names, whatever the environment says
 */
public record Account(int uid, String name, Path home) {
  /** That of this process. */
  public static Account current() {
    try {
      // A process's directory belongs to whom it runs as, proc(5).
      int uid = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
      return new Account(
          uid, System.getProperty("user.name", ""), Path.of(System.getProperty("user.home", "/")));
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot find out which user this is", cause);
    }
  }

  /** Whether it is the one that may do everything. */
  public boolean isRoot() {
    return uid == 0;
  }
}
