package dev.berth.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStateTest {
  @TempDir private Path directory;

  @Test
  void tellsWhoMayDoWhatWithAFile() throws IOException {
    Path file = directory.resolve("secret");
    assertThat(FileState.of(file)).isEmpty();

    AtomicFile.write(file, "x");
    assertThat(FileState.of(file).orElseThrow().openness()).isEmpty();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(FileState.of(file).orElseThrow().openness()).contains("its mode is 0644");
    FileState ours = FileState.of(file).orElseThrow();
    assertThat(ours.uid()).isEqualTo(Files.getAttribute(file, "unix:uid"));
    int other = ours.uid() + 1; // only root could give the file to them
    assertThat(new FileState(ours.mode(), other, ours.changed()).openness())
        .contains("it belongs to the user with the number " + other);
  }

  /** The time of its content can be set back by anyone; that of its last change cannot. */
  @Test
  void tellsWhenAFileLastChanged() throws IOException {
    Path file = directory.resolve("file");
    Instant before = Instant.now().minusMillis(20);
    Files.writeString(file, "x");
    Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));

    assertThat(FileState.of(file).orElseThrow().changed())
        .isBetween(before, Instant.now().plusMillis(20));
  }

  @Test
  void tellsWhenAProcessBegan() throws IOException, InterruptedException {
    Instant before = Instant.now();
    Process process = new ProcessBuilder("sleep", "60").start();
    try {
      assertThat(ProcessStart.of(process.pid()).orElseThrow())
          .isCloseTo(before, org.assertj.core.api.Assertions.within(Duration.ofSeconds(2)));
    } finally {
      process.destroyForcibly();
      process.waitFor();
    }
    assertThat(ProcessStart.of(process.pid())).isEmpty();
  }
}
