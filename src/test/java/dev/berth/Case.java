package dev.berth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A case of a file of the tests: a line {@code == NAME} begins it, a line {@code -- FILE} a file of
 * it.
 *
 * @param files their contents by their names, in order
 */
public record Case(String name, Map<String, String> files) {

  /**
   * The cases of a file.
   *
   * @param file below the tests' resources of this project, {@code config/quadlet/keys.txt}
   * @param first the name of what has no file's name
   */
  public static List<Case> of(String file, String first) {
    List<Case> cases = new ArrayList<>();
    String current = first;
    for (String line : lines(Path.of("src/test/resources/dev/berth").resolve(file))) {
      if (line.startsWith("== ")) {
        cases.add(new Case(line.substring(3).strip(), new LinkedHashMap<>()));
        current = first;
      } else if (line.startsWith("-- ")) {
        current = line.substring(3).strip();
        cases.getLast().files().put(current, "");
      } else if (!cases.isEmpty()) {
        cases.getLast().files().merge(current, line + "\n", String::concat);
      }
    }
    return List.copyOf(cases);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  /** Its files, in this directory. */
  public Path in(Path directory) {
    try {
      for (Map.Entry<String, String> file : files.entrySet()) {
        Path path = directory.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
      }
      return directory;
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }
}
