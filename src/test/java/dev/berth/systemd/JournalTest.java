package dev.berth.systemd;

import static dev.berth.host.RecordedRunner.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.RecordedRunner;
import dev.berth.model.UnitName;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class JournalTest {
  private static String lastError(String program, String output) {
    return new Journal(new RecordedRunner(line -> answer(output)), Scope.SYSTEM)
        .lastError(new UnitName("berth-web.service"), program, Duration.ofHours(1))
        .orElse("none");
  }

  @Test
  void findsTheLastErrorOfEitherEngine() {
    assertThat(lastError("podman", "Error: first\nError: statfs /no: no such file\n"))
        .isEqualTo("statfs /no: no such file");
    assertThat(
            lastError(
                "podman",
                """
                Starting berth-web.service - web (i)...
                Error: pasta failed with exit code 1:
                Failed to bind port 80 (Permission denied) for option '-t 80-80:80-80', exiting
                berth-web.service: Main process exited, code=exited, status=126/n/a
                Failed to start berth-web.service - web (i).
                2026-11-29 10:59:02.466938029 +0000 UTC m=+1.9 container remove 88c3
                """))
        .isEqualTo(
            "pasta failed with exit code 1:; Failed to bind port 80 (Permission denied) for option"
                + " '-t 80-80:80-80', exiting");
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

  @Test
  void anErrorStillHoldsWhileSystemdTriesOnceMore() {
    assertThat(
            lastError(
                "podman",
                """
                Error: pasta failed with exit code 1:
                Failed to bind port 80 (Permission denied)
                Starting berth-web.service - web (i)...
                some other word
                """))
        .isEqualTo("pasta failed with exit code 1:; Failed to bind port 80 (Permission denied)");
  }

  @Test
  void anErrorBeforeAStartThatWentWellTellsNothing() {
    String id = "88c385737de6471b636d85a14ad7d8453c523d47fb388b3cfe0895f47cd6a475";
    assertThat(lastError("podman", "Error: statfs /no: no such file\n" + id + "\n"))
        .isEqualTo("none");
    assertThat(lastError("podman", "Error: statfs /no\nStarted berth-web.service - web (i).\n"))
        .isEqualTo("none");
  }

  @Test
  void asksOnlyForWhatWasSaidLately() {
    RecordedRunner runner = new RecordedRunner(line -> answer(""));
    new Journal(runner, Scope.SYSTEM)
        .lastError(new UnitName("u.service"), "podman", Duration.ofMillis(12_900));
    assertThat(runner.lines().getFirst()).contains(" --since=-13s ");
  }

  private static String lastEnd(String output) {
    return new Journal(new RecordedRunner(line -> answer(output)), Scope.SYSTEM)
        .lastEnd(new UnitName("berth-db.service"))
        .orElse("none");
  }

  @Test
  void tellsHowAProcessEnded() {
    String exited = "berth-db.service: Main process exited, code=exited, status=3/NOTIMPLEMENTED\n";
    assertThat(lastEnd("Starting berth-db.service - db (i)...\n" + exited))
        .isEqualTo("with exit code 3");
    assertThat(lastEnd("berth-db.service: Main process exited, code=killed, status=9/KILL\n"))
        .isEqualTo("by SIGKILL");
    assertThat(
            lastEnd(
                "berth-db.service: A process of this unit has been killed by the OOM killer.\n"
                    + exited.replace("3/NOTIMPLEMENTED", "137/n/a")
                    + "berth-db.service: Failed with result 'oom-kill'.\n"))
        .isEqualTo("with exit code 137, out of memory");
    assertThat(
            lastEnd(
                "berth-db.service: Failed with result 'oom-kill'.\nStarting berth-db…\n" + exited))
        .isEqualTo("with exit code 3");
    assertThat(lastEnd("Started berth-db.service - db (i).\n")).isEqualTo("none");
  }
}
