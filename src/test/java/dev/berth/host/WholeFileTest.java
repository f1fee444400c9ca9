package dev.berth.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WholeFileTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {WholeFile.SECRET, WholeFile.PUBLIC, "rwxrwxrwx"})
  void hasItsModeWhateverTheUmask(String mode) throws IOException {
    Path file = directory.resolve("file");
    WholeFile.write(file, "content ä\n", mode);
    assertThat(modeOf(file)).isEqualTo(mode);
    assertThat(Files.readString(file)).isEqualTo("content ä\n");
  }

  @Test
  void takesTheNewModeOverAnOldFile() throws IOException {
    Path file = directory.resolve("file");
    WholeFile.write(file, "public", WholeFile.PUBLIC);
    WholeFile.write(file, "secret", WholeFile.SECRET);
    assertThat(modeOf(file)).isEqualTo(WholeFile.SECRET);
  }

  @Test
  void aReaderSeesTheOldTextOrTheNewOneAndNeverALooserMode() throws Exception {
    Path file = directory.resolve("file");
    String one = "1".repeat(100_000);
    String two = "2".repeat(200_000);
    WholeFile.write(file, one, WholeFile.SECRET);
    Set<String> texts = ConcurrentHashMap.newKeySet();
    Set<String> modes = ConcurrentHashMap.newKeySet();
    Thread reader =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!Thread.currentThread().isInterrupted()) {
                    look(texts, modes);
                  }
                });
    for (int i = 0; i < 60; i++) {
      WholeFile.write(file, i % 2 == 0 ? two : one, WholeFile.SECRET);
    }
    reader.interrupt();
    reader.join();
    assertThat(texts).isSubsetOf(one, two).isNotEmpty();
    assertThat(modes).containsOnly(WholeFile.SECRET);
  }

  /** Every file that lies there, the temporary one too. */
  private void look(Set<String> texts, Set<String> modes) {
    try (var files = Files.newDirectoryStream(directory)) {
      for (Path each : files) {
        modes.add(modeOf(each));
        if (each.endsWith("file")) {
          texts.add(Files.readString(each));
        }
      }
    } catch (IOException gone) {
      // The temporary file was renamed between listing and looking, or the thread was interrupted.
      assertThat(gone).isNotNull();
    }
  }

  @Test
  void doesNotWriteThroughALink() throws IOException {
    Path target = Files.writeString(directory.resolve("target"), "untouched");
    Path link = Files.createSymbolicLink(directory.resolve("link"), target);
    assertThatThrownBy(() -> WholeFile.write(link, "x", WholeFile.PUBLIC))
        .isInstanceOf(UncheckedIOException.class)
        .hasStackTraceContaining("symbolic link");
    assertThat(target).hasContent("untouched");
    assertThat(link).isSymbolicLink();
  }

  @Test
  void aLinkInTheTemporaryPlaceIsNotFollowed() throws IOException {
    Path target = Files.writeString(directory.resolve("target"), "untouched");
    Path temporary = directory.resolve(".berth-file-" + Thread.currentThread().threadId() + ".tmp");
    Files.createSymbolicLink(temporary, target);
    WholeFile.write(directory.resolve("file"), "new", WholeFile.SECRET);
    assertThat(target).hasContent("untouched");
    assertThat(directory.resolve("file")).isRegularFile().hasContent("new");
    assertThat(temporary).doesNotExist();
  }

  @Test
  void leavesTheOldFileWhenItCannotBeWritten() throws IOException {
    Path taken = Files.createDirectories(directory.resolve("taken/inside"));
    assertThatThrownBy(() -> WholeFile.write(taken.getParent(), "x", WholeFile.PUBLIC))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(taken).isDirectory();
    assertThat(directory.toFile().list()).as("nothing half").containsExactly("taken");
  }

  @Test
  void removesWhatAKilledRunLeft() throws IOException {
    Files.writeString(directory.resolve(".berth-web.service.tmp"), "half");
    Files.writeString(directory.resolve("web.service"), "whole");
    Files.writeString(directory.resolve(".other.tmp"), "foreign");
    WholeFile.removeLeftovers(directory);
    WholeFile.removeLeftovers(directory.resolve("absent"));
    assertThat(directory.toFile().list()).containsExactlyInAnyOrder("web.service", ".other.tmp");
  }

  @Test
  void readsAndRemovesWhatMayBeAbsent() {
    Path file = directory.resolve("file");
    assertThat(WholeFile.read(file)).isEmpty();
    assertThat(WholeFile.remove(file)).isFalse();
    WholeFile.write(file, "", WholeFile.PUBLIC);
    assertThat(WholeFile.read(file)).contains("");
    assertThat(WholeFile.remove(file)).isTrue();
  }

  private static String modeOf(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
