package dev.berth.config.kubernetes;

import dev.berth.config.ConfigReader;
import dev.berth.config.ReadOptions;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Desired;
import dev.berth.model.Desired.ContainerSet;
import dev.berth.model.Key;
import dev.berth.model.NetworkSpec;
import dev.berth.model.Problem;
import dev.berth.model.Problems;
import dev.berth.model.VolumeSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Manifests of the tests. A line {@code == NAME} begins a case, a line {@code -- FILE} a file of
 * it; what has no file's name is {@code a.yaml}.
 */
final class ManifestCases {
  private static final Path FOLDER = Path.of("src/test/resources/dev/berth/config/kubernetes");
  private static final String FIRST = "a.yaml";

  private ManifestCases() {}

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

  /** What manifests come to. */
  static Desired desired(Path path, Problems problems) {
    return new ConfigReader(ReadOptions.defaults(), new KubernetesFrontEnd(() -> "isle"))
        .read(path.toString(), problems);
  }

  /** Every container with all that it has, and what is declared. */
  static String model(Desired desired) {
    List<String> lines = new ArrayList<>();
    for (ContainerSet set : desired.sets()) {
      for (ContainerSpec spec : set.containers()) {
        lines.add(spec.name().text());
        spec.flattened(EnumSet.allOf(Key.Scope.class))
            .forEach((name, value) -> lines.add("  " + name + " " + value.replace("\n", "\\n")));
      }
      for (NetworkSpec network : set.declared().networks()) {
        lines.add("network " + network.name());
      }
      for (VolumeSpec volume : set.declared().volumes()) {
        lines.add("volume " + volume.name());
        volume.volume().flattened().forEach((name, value) -> lines.add("  " + name + " " + value));
        volume
            .volume()
            .labels()
            .forEach((name, value) -> lines.add("  label " + name + " " + value));
      }
    }
    return String.join("\n", lines);
  }

  /** What is told, one a line. */
  static List<String> told(Problems problems, Path directory) {
    return problems.sorted().stream()
        .map(Problem::toString)
        .map(line -> line.replace(directory.toString(), "/pods"))
        .toList();
  }
}
