package dev.berth.systemd;

import static dev.berth.host.RecordedRunner.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.RecordedRunner;
import org.junit.jupiter.api.Test;

class JournalTest {
  private static String lastError(String program, String output) {
    return new Journal(new RecordedRunner(line -> answer(output)), Scope.SYSTEM)
        .lastError("berth-web.service", program)
        .orElse("none");
  }

  @Test
  void findsTheLastErrorOfEitherEngine() {
    assertThat(lastError("podman", "Error: first\nError: statfs /no: no such file\nweb\n"))
        .isEqualTo("statfs /no: no such file");
    assertThat(
            lastError(
                "docker",
                """
                Error response from daemon: No such container: web
                4f1aa78cd4bda
                docker: Error response from daemon: unable to find user nobody-here.
                See 'docker run --help'.
                Error response from daemon: No such container: web
                """))
        .isEqualTo("unable to find user nobody-here.");
    assertThat(lastError("docker", "Error response from daemon: No such container: web\n"))
        .isEqualTo("none");
  }
}
