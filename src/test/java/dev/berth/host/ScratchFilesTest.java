package dev.berth.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchFilesTest {
  @TempDir Path directory;

  @Test
  void theFirstPlaceThatTakesThemHasThem() throws IOException {
    Path full = Files.writeString(directory.resolve("no-directory"), "");
    try (ScratchFiles files =
        ScratchFiles.write(List.of(full, directory), Map.of("a", "1", "b", "2"))) {
      assertThat(files.directory().getParent()).isEqualTo(directory.toRealPath());
      assertThat(files.directory().resolve("b")).content().isEqualTo("2");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.directory())))
          .isEqualTo("rwx------");
    }
    assertThat(directory).isDirectoryNotContaining("glob:**berth-*");
  }

  @Test
  void whatIsHalfWrittenIsRemovedAgain() {
    assertThatThrownBy(
            () -> ScratchFiles.write(List.of(directory), Map.of("a", "1", "none/b", "2")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("nothing can be written to " + directory);
    assertThat(directory).isEmptyDirectory();
  }
}
