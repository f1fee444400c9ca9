package dev.berth.systemd;

import dev.berth.host.AtomicFile;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A file that systemd or systemd-tmpfiles reads. These alone may be read by everybody, as
 * systemd.unit(5) has it: all else that Berth writes is its owner's alone.
 */
public final class SystemdFile {
  private static final Pattern NAME = Pattern.compile(".+\\.(service|timer|target|conf)");

  private SystemdFile() {}

  /**
   * Writes a unit, or a file of tmpfiles.d(5); its text holds no secret.
   *
   * @throws IllegalArgumentException when the name is that of neither
   * @throws java.io.UncheckedIOException when it cannot be written; the old content is then still
   *     there
   */
  public static void write(Path file, String text) {
    if (!NAME.matcher(String.valueOf(file.getFileName())).matches()) {
      throw new IllegalArgumentException(file + " is no file of systemd's");
    }
    AtomicFile.writeReadable(file, text);
  }
}
