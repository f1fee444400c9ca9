package dev.berth.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path directory;

  @Test
  void isItsOwnersAloneUnlessEverybodyMayReadIt() throws IOException {
    Path file = directory.resolve("file");
    AtomicFile.write(file, "content ä\n");
    assertThat(modeOf(file)).isEqualTo("rw-------");
    assertThat(file).hasContent("content ä\n");
    AtomicFile.writeReadable(file, "unit\n");
    assertThat(modeOf(file)).isEqualTo("rw-r--r--");
    assertThat(file).hasContent("unit\n");
  }

  @Test
  void whatIsPutBackIsItsOwnersAlone() throws IOException {
    Path file = directory.resolve("file");
    AtomicFile.writeReadable(file, "new");
    AtomicFile.restore(file, Optional.of("old"));
    assertThat(file).hasContent("old");
    assertThat(modeOf(file)).isEqualTo("rw-------");
    AtomicFile.restore(file, Optional.empty());
    assertThat(file).doesNotExist();
  }

  @Test
  void takesTheNewModeOverAnOldFile() throws IOException {
    Path file = directory.resolve("file");
    AtomicFile.writeReadable(file, "public");
    AtomicFile.write(file, "secret");
    assertThat(modeOf(file)).isEqualTo("rw-------");
  }

  @Test
  void aReaderSeesTheOldTextOrTheNewOneAndNeverALooserMode() throws Exception {
    Path file = directory.resolve("file");
    String one = "1".repeat(100_000);
    String two = "2".repeat(200_000);
    AtomicFile.write(file, one);
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
      AtomicFile.write(file, i % 2 == 0 ? two : one);
    }
    reader.interrupt();
    reader.join();
    assertThat(texts).isSubsetOf(one, two).isNotEmpty();
    assertThat(modes).containsOnly("rw-------");
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
    assertThatThrownBy(() -> AtomicFile.write(link, "x"))
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
    AtomicFile.write(directory.resolve("file"), "new");
    assertThat(target).hasContent("untouched");
    assertThat(directory.resolve("file")).isRegularFile().hasContent("new");
    assertThat(temporary).doesNotExist();
  }

  @Test
  void leavesTheOldFileWhenItCannotBeWritten() throws IOException {
    Path taken = Files.createDirectories(directory.resolve("taken/inside"));
    assertThatThrownBy(() -> AtomicFile.write(taken.getParent(), "x"))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(taken).isDirectory();
    assertThat(directory.toFile().list()).as("nothing half").containsExactly("taken");
  }

  @Test
  void removesWhatAKilledRunLeft() throws IOException {
    Files.writeString(directory.resolve(".berth-web.service.tmp"), "half");
    Files.writeString(directory.resolve("web.service"), "whole");
    Files.writeString(directory.resolve(".other.tmp"), "foreign");
    AtomicFile.removeLeftovers(directory);
    AtomicFile.removeLeftovers(directory.resolve("absent"));
    assertThat(directory.toFile().list()).containsExactlyInAnyOrder("web.service", ".other.tmp");
  }

  @Test
  void aLinkToADirectoryIsNoneOfADirectorysOwn() throws IOException {
    Path inside = Files.createDirectory(directory.resolve("inside"));
    Path elsewhere = Files.createDirectories(directory.resolve("inside/below"));
    Files.createSymbolicLink(directory.resolve("link"), elsewhere);
    Files.writeString(directory.resolve("file"), "");
    assertThat(AtomicFile.directories(directory)).containsExactly(inside);
    assertThat(AtomicFile.directories(directory.resolve("absent"))).isEmpty();
  }

  @Test
  void readsAndRemovesWhatMayBeAbsent() {
    Path file = directory.resolve("file");
    assertThat(AtomicFile.read(file)).isEmpty();
    assertThat(AtomicFile.remove(file)).isFalse();
    AtomicFile.write(file, "");
    assertThat(AtomicFile.read(file)).contains("");
    assertThat(AtomicFile.remove(file)).isTrue();
  }

  private static String modeOf(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
