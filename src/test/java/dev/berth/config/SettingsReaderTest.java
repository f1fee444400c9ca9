package dev.berth.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.Problem;
import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import dev.berth.model.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Berth's own settings. */
class SettingsReaderTest {
  @TempDir Path folder;
  private final SettingsReader reader =
      new SettingsReader(List.of("ContainerCli", "managed-by", "parallel"));
  private final Problems problems = new Problems();

  @Test
  void areTextsWithPositions() throws IOException {
    Path file = folder.resolve("berth.yaml");
    Files.writeString(file, "# mine\nContainerCli: docker\nparallel: 08\nmanaged-by:\n");
    assertThat(reader.read(file, problems))
        .isEqualTo(
            Map.of(
                "ContainerCli",
                new Value.Scalar("docker", new SourcePosition(file.toString(), 2, 15)),
                "parallel",
                new Value.Scalar("08", new SourcePosition(file.toString(), 3, 11))));
    assertThat(problems.sorted()).isEmpty();
  }

  @Test
  void faultsAreReported() throws IOException {
    Path file = folder.resolve("berth.yaml");
    Files.writeString(file, "ContainerCLI: docker\nparallel: [8]\n");
    reader.read(file, problems);
    assertThat(problems.sorted())
        .extracting(Problem::toString)
        .containsExactly(
            file + ":1:1: error: unknown setting `ContainerCLI` (did you mean `ContainerCli`?)",
            file + ":2:11: error: the setting `parallel` is a list (write one text)");
  }

  @Test
  void commentsAreNoSettings() throws IOException {
    Path file = folder.resolve("berth.yaml");
    Files.writeString(file, "# all of them:\n\n  #parallel: 8\n");
    assertThat(reader.read(file, problems)).isEmpty();
    Files.writeString(file, "");
    assertThat(reader.read(file, problems)).isEmpty();
    assertThat(problems.sorted()).isEmpty();
  }

  @Test
  void noFileIsNoSettings() {
    assertThat(reader.read(folder.resolve("none.yaml"), problems)).isEmpty();
    assertThat(problems.sorted()).isEmpty();
  }
}
