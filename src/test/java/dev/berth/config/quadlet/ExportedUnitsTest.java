package dev.berth.config.quadlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Configurations;
import dev.berth.export.Document;
import dev.berth.export.PodmanVersion;
import dev.berth.export.Target;
import dev.berth.model.Desired;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is exported for a version of Podman has no key that came after it. */
class ExportedUnitsTest {
  private static final Path EXAMPLES = Path.of("src/test/resources/dev/berth/export/examples.txt");

  private static final Map<String, List<KeyRow>> TABLES =
      Map.of(
          "[Container]", ContainerKeys.ALL,
          "[Volume]", ResourceKeys.VOLUME,
          "[Network]", ResourceKeys.NETWORK);

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"4.4", "4.5", "4.6", "4.7", "5.0", "5.1", "5.2", "5.3", "5.4", "5.5"})
  void noKeyIsNewer(String text) throws IOException {
    PodmanVersion podman = PodmanVersion.parse(text).orElseThrow();
    Set<String> newer = new TreeSet<>();
    for (String label : written(podman)) {
      String[] key = label.split(" ");
      PodmanVersion since =
          KeyCheck.row(TABLES.get(key[0]), key[1])
              .flatMap(row -> PodmanVersion.parse(row.since()))
              .orElseThrow(() -> new AssertionError("no row of " + label));
      if (since.compareTo(podman) > 0) {
        newer.add(label);
      }
    }
    assertThat(newer).isEmpty();
  }

  @Test
  void aLaterVersionHasMoreKeys() throws IOException {
    assertThat(written(PodmanVersion.FIRST)).doesNotContain("[Container] AddHost");
    assertThat(written(PodmanVersion.USUAL)).contains("[Container] AddHost");
  }

  private Set<String> written(PodmanVersion podman) throws IOException {
    Files.writeString(directory.resolve("vars"), "A=b\n");
    Set<String> labels = new TreeSet<>();
    for (String example : Files.readString(EXAMPLES).split("(?m)^== .*\n")) {
      if (example.isBlank()) {
        continue;
      }
      String yaml = example.replace("@DIR", directory.toString());
      Desired desired = new Desired(List.of(Configurations.read("test", yaml)));
      for (Document unit : new Target.Quadlet(podman).exported(desired).documents()) {
        labels.addAll(labels(unit));
      }
    }
    return labels;
  }

  private static Set<String> labels(Document unit) {
    Set<String> labels = new TreeSet<>();
    Optional<String> section = Optional.empty();
    for (String line : unit.text().lines().toList()) {
      if (line.startsWith("[")) {
        section = Optional.of(line).filter(TABLES::containsKey);
      } else if (line.matches("[A-Z]\\w*=.*")) {
        section.ifPresent(name -> labels.add(name + " " + line.split("=", 2)[0]));
      }
    }
    return labels;
  }
}
