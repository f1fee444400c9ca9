package dev.berth.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lock is between processes, so another process holds it here. */
class HostLockTest {
  @TempDir Path directory;

  private final List<Process> others = new ArrayList<>();

  /** The other process: takes the lock, says so, and holds it until its input ends. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws IOException {
      try (HostLock lock =
          HostLock.acquire(
                  Path.of(arguments[0]),
                  "berth apply, process 7",
                  Optional.empty(),
                  x -> {},
                  () -> false)
              .orElseThrow()) {
        System.out.println("held " + lock.getClass().getSimpleName());
        System.in.read();
      }
    }
  }

  @AfterEach
  void endOthers() {
    others.forEach(Process::destroyForcibly);
  }

  @Test
  void isFreeAtFirstAndAfterItWasGivenBack() throws IOException {
    Path file = directory.resolve("lock");
    for (int i = 0; i < 2; i++) {
      try (HostLock lock = take(file, Duration.ZERO, new ArrayList<>()).orElseThrow()) {
        assertThat(lock).isNotNull();
        assertThat(file).hasContent("me");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .isEqualTo(AtomicFile.SECRET);
      }
      assertThat(file).isEmptyFile();
    }
  }

  @Test
  void isNotTakenThroughALink() throws IOException {
    Path target = Files.writeString(directory.resolve("target"), "untouched");
    Path link = Files.createSymbolicLink(directory.resolve("lock"), target);
    assertThatThrownBy(() -> take(link, Duration.ZERO, new ArrayList<>()))
        .isInstanceOf(UncheckedIOException.class)
        .hasStackTraceContaining("symbolic link");
    assertThat(target).hasContent("untouched");
  }

  @Test
  void isHeldByOneProcessAndTellsWhich() throws IOException {
    Path file = directory.resolve("lock");
    otherHolds(file);
    List<String> told = new ArrayList<>();
    assertThat(take(file, Duration.ZERO, told)).isEmpty();
    assertThat(take(file, Duration.ofMillis(250), told)).isEmpty();
    assertThat(told).containsExactly("berth apply, process 7", "berth apply, process 7");
    assertThat(file).hasContent("berth apply, process 7");
  }

  @Test
  void isHadAsSoonAsTheOtherEnds() throws Exception {
    Path file = directory.resolve("lock");
    Process other = otherHolds(file);
    List<String> told = new ArrayList<>();
    Thread.ofVirtual().start(() -> endSoon(other, false));
    try (HostLock lock = take(file, Duration.ofSeconds(20), told).orElseThrow()) {
      assertThat(lock).isNotNull();
    }
    assertThat(told).hasSize(1);
  }

  @Test
  void isFreedByTheKernelWhenItsHolderIsKilled() throws Exception {
    Path file = directory.resolve("lock");
    Process other = otherHolds(file);
    endSoon(other, true);
    other.waitFor();
    try (HostLock lock = take(file, Duration.ZERO, new ArrayList<>()).orElseThrow()) {
      assertThat(lock).isNotNull();
      assertThat(file).hasContent("me");
    }
  }

  private static void endSoon(Process other, boolean forcibly) {
    try {
      Thread.sleep(200);
      if (forcibly) {
        other.destroyForcibly();
      } else {
        other.getOutputStream().close();
      }
    } catch (IOException | InterruptedException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static Optional<HostLock> take(Path file, Duration patience, List<String> told) {
    return HostLock.acquire(file, "me", Optional.of(patience), told::add, () -> false);
  }

  private Process otherHolds(Path file) throws IOException {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    others.add(other);
    BufferedReader said =
        new BufferedReader(
            new java.io.InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8));
    assertThat(said.readLine()).startsWith("held");
    return other;
  }
}
