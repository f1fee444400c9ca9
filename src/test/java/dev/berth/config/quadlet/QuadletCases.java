package dev.berth.config.quadlet;

import dev.berth.Case;
import dev.berth.config.ConfigReader;
import dev.berth.config.ReadOptions;
import dev.berth.model.Desired;
import dev.berth.model.Problems;
import java.nio.file.Path;
import java.util.List;

/** Units of the tests; what has no file's name is {@code a.container}. */
final class QuadletCases {
  private QuadletCases() {}

  /** The cases of a file. */
  static List<Case> of(String name) {
    return Case.of("config/quadlet/" + name, "a.container");
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
