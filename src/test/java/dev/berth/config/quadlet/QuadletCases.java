package dev.berth.config.quadlet;

import dev.berth.config.ConfigReader;
import dev.berth.config.ReadOptions;
import dev.berth.model.Desired;
import dev.berth.model.Problems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Units of the tests. A line {@code == NAME} begins a case, a line {@code -- FILE} a file of it;
 * what has no file's name is {@code a.container}.
 */
final class QuadletCases {
  private static final Path FOLDER = Path.of("src/test/resources/dev/berth/config/quadlet");
  private static final String FIRST = "a.container";

  private QuadletCases() {}

  /** A case. */
  record Case(String name, Map<String, String> files) {
    /** Its files, in this directory. */
    Path in(Path directory) {
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

  /** The cases of a file. */
  static List<Case> of(String name) {
    List<Case> cases = new ArrayList<>();
    String file = FIRST;
    try {
      for (String line : Files.readAllLines(FOLDER.resolve(name))) {
        if (line.startsWith("== ")) {
          cases.add(new Case(line.substring(3).strip(), new LinkedHashMap<>()));
          file = FIRST;
        } else if (line.startsWith("-- ")) {
          file = line.substring(3).strip();
          cases.getLast().files().put(file, "");
        } else if (!cases.isEmpty()) {
          cases.getLast().files().merge(file, line + "\n", String::concat);
        }
      }
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
    return List.copyOf(cases);
  }

  /** The surroundings of all tests. */
  static Surroundings surroundings() {
    return Surroundings.ofSystem("isle.example.org");
  }

  /** What units come to. */
  static Desired desired(Path path, Problems problems) {
    return new ConfigReader(ReadOptions.defaults(), new QuadletFrontEnd(QuadletCases::surroundings))
        .read(path.toString(), problems);
  }
}
