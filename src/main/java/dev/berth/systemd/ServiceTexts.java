package dev.berth.systemd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** The texts of all services of a host, whoever wrote them, with their drop-ins. */
final class ServiceTexts {
  private static final String DROP_INS = ".d";
  private static final long LARGEST = 1 << 20;

  private ServiceTexts() {}

  /**
   * Reads them; what cannot be read, or is larger than any unit, is left out.
   *
   * @param directories those in which systemd looks (systemd.unit(5), Unit File Load Path)
   * @return by unit, the texts of one that lies in several directories one after the other
   */
  static Map<String, String> read(Collection<Path> directories) {
    Map<String, String> texts = new TreeMap<>();
    for (Path directory : directories) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.service{,.d}")) {
        for (Path file : files) {
          String name = file.getFileName().toString();
          if (name.endsWith(DROP_INS)) {
            readDropIns(name.substring(0, name.length() - DROP_INS.length()), file, texts);
          } else {
            read(name, file, texts);
          }
        }
      } catch (IOException absent) {
        // systemd names directories that need not be there.
      }
    }
    return texts;
  }

  private static void readDropIns(String unit, Path directory, Map<String, String> texts)
      throws IOException {
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.conf")) {
        for (Path file : files) {
          read(unit, file, texts);
        }
      }
    }
  }

  private static void read(String unit, Path file, Map<String, String> texts) throws IOException {
    if (Files.isRegularFile(file) && Files.isReadable(file) && Files.size(file) <= LARGEST) {
      // Foreign units may hold any bytes; a strict decoder would stop at them.
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      texts.merge(unit, text, (before, more) -> before + "\n" + more);
    }
  }
}
