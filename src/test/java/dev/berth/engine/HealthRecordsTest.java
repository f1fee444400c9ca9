package dev.berth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.ContainerName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthRecordsTest {
  @TempDir Path directory;

  @Test
  void whatIsForgottenIsThatOfTheNameAlone() throws IOException {
    write("aa11", "web\nhealthy 0 1\n");
    write("aa11.code", "0\n");
    write("aa11.new", "web\n");
    write("bb22", "web-2\nhealthy 0 1\n");
    write("bb22.code", "0\n");

    new HealthRecords(directory).forget(new ContainerName("web"));

    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("bb22", "bb22.code");
    }
  }

  @Test
  void nothingIsForgottenWhereNothingWasRecorded() {
    new HealthRecords(directory.resolve("absent")).forget(new ContainerName("web"));

    assertThat(directory).isEmptyDirectory();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }
}
