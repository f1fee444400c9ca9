package dev.berth.apply;

import dev.berth.host.WholeFile;
import java.nio.file.Path;

/** Makes the directory of a bind mount, and sees to it that it is there after a reboot too. */
final class MissingDirectory {
  private static final String MODE = "rwxr-xr-x";
  private static final Path TMPFILES = Path.of("/etc/tmpfiles.d");

  private MissingDirectory() {}

  static void create(Path path) {
    WholeFile.directory(path, MODE);
    // /run is empty after a boot: systemd-tmpfiles makes the directory again, tmpfiles.d(5).
    if (path.startsWith("/run") || path.startsWith("/var/run")) {
      String name = "berth" + path.toString().replace('/', '-') + ".conf";
      WholeFile.directory(TMPFILES, MODE);
      WholeFile.write(
          TMPFILES.resolve(name),
          "# Bound by a container of Berth's.\nd \"" + escaped(path) + "\" 0755 root root -\n",
          WholeFile.PUBLIC);
    }
  }

  private static String escaped(Path path) {
    return path.toString().replace("\\", "\\\\").replace("\"", "\\\"").replace("%", "%%");
  }
}
