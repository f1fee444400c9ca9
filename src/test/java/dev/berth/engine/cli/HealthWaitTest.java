package dev.berth.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.HealthRecords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script, run against an engine that is played, where every path is an odd one. */
class HealthWaitTest {
  @TempDir Path given;
  private Path directory = Path.of("/");

  @BeforeEach
  void aDirectoryThatAShellWouldTakeApart() throws IOException {
    directory = Files.createDirectory(given.resolve("it's \"$(touch pwned)\" `x` $HOME;"));
    Files.createDirectory(directory.resolve("records"));
  }

  @Test
  void whatTheEngineSaysEndsTheWait() throws Exception {
    assertThat(wait("{\"Health\":{\"Status\":\"healthy\"}}")).isZero();
    assertThat(wait("{\"Health\":{\"Status\":\"unhealthy\"}}")).isOne();
    assertThat(wait("{\"Status\":\"exited\"}")).isOne();
    assertThat(wait("{\"Status\":\"exited\"}", "anyway")).isZero();
    try (var files = Files.list(given)) {
      assertThat(files).containsExactly(directory);
    }
  }

  @Test
  void whereTheHostChecksItsRecordDoes() throws Exception {
    Path record = directory.resolve("records/0a1b");
    Files.writeString(record, "web\nunhealthy 3 1\n");
    assertThat(wait("{\"Status\":\"running\"}")).isOne();
    Files.writeString(record, "web\nhealthy 0 1\n");
    assertThat(wait("{\"Status\":\"running\"}")).isZero();
  }

  @Test
  void whatACheckPrintsIsNotItsHealth() throws Exception {
    String printed = "\\\"Status\\\":\\\"healthy\\\"";
    assertThat(
            wait(
                "{\"Health\":{\"Log\":[{\"Output\":\""
                    + printed
                    + "\"}],\"Status\":\"unhealthy\"}}"))
        .isOne();
  }

  private int wait(String state, String... more) throws IOException, InterruptedException {
    Path engine = directory.resolve("engine");
    Files.writeString(engine, "#!/bin/sh\nprintf '%s\\n' '0a1b " + state + "'\n");
    assertThat(engine.toFile().setExecutable(true)).isTrue();
    Path script = given.resolveSibling(given.getFileName() + ".sh");
    Files.writeString(
        script,
        HealthWait.script(engine.toString(), new HealthRecords(directory.resolve("records"))));
    Process process =
        new ProcessBuilder("sh", script.toString(), "web", "3", more.length == 0 ? "" : more[0])
            .directory(given.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    Files.delete(script);
    assertThat(said).doesNotContain("not found").doesNotContain("did not get healthy");
    return status;
  }
}
