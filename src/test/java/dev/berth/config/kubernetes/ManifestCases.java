package dev.berth.config.kubernetes;

import dev.berth.Case;
import dev.berth.config.ConfigReader;
import dev.berth.config.ReadOptions;
import dev.berth.model.Desired;
import dev.berth.model.Problem;
import dev.berth.model.Problems;
import java.nio.file.Path;
import java.util.List;

/** Manifests of the tests; what has no file's name is {@code a.yaml}. */
final class ManifestCases {
  private ManifestCases() {}

  /** The cases of a file. */
  static List<Case> of(String name) {
    return Case.of("config/kubernetes/" + name, "a.yaml");
  }

  /** What manifests come to. */
  static Desired desired(Path path, Problems problems) {
    return new ConfigReader(ReadOptions.defaults(), new KubernetesFrontEnd(() -> "isle"))
        .read(path.toString(), problems);
  }

  /** What is told, one a line. */
  static List<String> told(Problems problems, Path directory) {
    return problems.sorted().stream()
        .map(Problem::toString)
        .map(line -> line.replace(directory.toString(), "/pods"))
        .toList();
  }
}
