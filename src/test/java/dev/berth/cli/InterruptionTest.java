package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Signals before anything has begun, and ends that nobody foresaw, each in a process of its own.
 */
class InterruptionTest {
  /** A virtual machine that starts takes its time where others have the processors. */
  private static final Duration LONGEST = Duration.ofMinutes(4);

  @TempDir Path directory;

  private Process berth(String main, String... arguments) throws IOException {
    List<String> argv =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main));
    argv.addAll(List.of(arguments));
    return new ProcessBuilder(argv).start();
  }

  private static String text(InputStream stream) throws IOException {
    return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
  }

  private static int statusOf(Process process) throws InterruptedException {
    assertThat(process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)).as("it ends").isTrue();
    return process.exitValue();
  }

  private static boolean isReading(Process process) throws IOException {
    try (var tasks =
        java.nio.file.Files.newDirectoryStream(Path.of("/proc/" + process.pid() + "/task"))) {
      for (Path task : tasks) {
        String call = callOf(task);
        // read(2) of descriptor 0, on x86-64 and on arm64.
        if (call.startsWith("0 0x0 ") || call.startsWith("63 0x0 ")) {
          return true;
        }
      }
    }
    return false;
  }

  private static String callOf(Path task) {
    try {
      return java.nio.file.Files.readString(task.resolve("syscall"));
    } catch (IOException ended) {
      // Threads of the virtual machine come and go.
      return "";
    }
  }

  /** However busy the machine is, no signal comes before it reads. */
  private static void awaitReading(Process process) throws Exception {
    long begun = System.nanoTime();
    while (!isReading(process)) {
      assertThat(process.isAlive()).as("it waits for its input").isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LONGEST);
      Thread.sleep(100);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "apply, INT, 130, interrupted; nothing has changed",
    "apply, TERM, 143, interrupted; nothing has changed",
    "validate, INT, 130, ''",
    "validate, TERM, 143, ''"
  })
  void aSignalWhileStandardInputIsReadEndsItAtOnce(
      String command, String signal, int status, String words) throws Exception {
    Process process = berth("dev.berth.cli.Main", command, "--file", "-", "--config-id", "shop");
    awaitReading(process);
    new ProcessBuilder("kill", "-s", signal, Long.toString(process.pid())).start().waitFor();

    assertThat(statusOf(process)).isEqualTo(status);
    assertThat(text(process.getErrorStream()))
        .matches(said -> words.isEmpty() ? said.isEmpty() : said.contains(words));
  }

  /** A command line that ends as the virtual machine's own faults do. */
  static final class Faulty {
    private Faulty() {}

    /** Ends it so. */
    public static void main(String[] arguments) {
      Main.main(
          (console, interruption) -> {
            throw new StackOverflowError();
          });
    }
  }

  @Test
  void anErrorIsTheEnd() throws Exception {
    Process process = berth("dev.berth.cli.InterruptionTest$Faulty");

    assertThat(statusOf(process)).isEqualTo(1);
    assertThat(text(process.getErrorStream()))
        .contains("this is a fault in Berth: java.lang.StackOverflowError");
  }

  @Test
  void aPipeOrDeviceIsNoConfiguration() throws Exception {
    Path pipe = directory.resolve("pipe.yaml");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    for (String file : new String[] {pipe.toString(), "/dev/zero", "/dev/stdin"}) {
      Process process = berth("dev.berth.cli.Main", "validate", "--file", file);
      assertThat(statusOf(process)).isEqualTo(2);
      assertThat(text(process.getErrorStream())).contains("is no regular file");
    }
    Process overriding =
        berth("dev.berth.cli.Main", "validate", "-f", "/dev/null", "--overrides", "@" + pipe);
    assertThat(statusOf(overriding)).isEqualTo(2);
  }
}
