package dev.berth.engine.podman;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What systemd tells of an end (systemd.exec(5)), and whether something may be left then. */
class PodmanLeftoverTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "exit-code, exited, 137, nothing",
    "exit-code, exited, 3, nothing",
    "exit-code, exited, 12, nothing",
    "exit-code, exited, 1, something",
    "exit-code, exited, 125, something",
    "exit-code, exited, 126, something",
    "exit-code, exited, 127, something",
    "signal, killed, KILL, something",
    "core-dump, dumped, ABRT, something",
    "timeout, exited, 143, something",
    "timeout, killed, KILL, something",
    "success, exited, 0, something",
    "success, exited, 143, something",
    "protocol, exited, 1, something",
    "exit-code, '', '', something"
  })
  void isRemovedWhereThereMayBeSome(String result, String code, String status, String left)
      throws IOException, InterruptedException {
    Path script = Files.writeString(directory.resolve("script"), PodmanLeftover.SCRIPT);
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", script.toString(), "printf", "%s", "a b");
    builder.environment().put("SERVICE_RESULT", result);
    builder.environment().put("EXIT_CODE", code);
    builder.environment().put("EXIT_STATUS", status);
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).isZero();
    assertThat(output).isEqualTo(left.equals("something") ? "a b" : "");
  }

  @Test
  void isRemovedAtTheSecondTryWhereTheFirstOneFails() throws IOException, InterruptedException {
    Path script = Files.writeString(directory.resolve("script"), PodmanLeftover.SCRIPT);
    Path there = Files.createDirectory(directory.resolve("there"));
    Process process =
        new ProcessBuilder(
                "/bin/sh",
                script.toString(),
                "sh",
                "-c",
                "if rmdir \"$0\"; then exit 125; else exit 0; fi",
                there.toString())
            .start();
    assertThat(process.waitFor()).isZero();
    assertThat(there).doesNotExist();
  }
}
