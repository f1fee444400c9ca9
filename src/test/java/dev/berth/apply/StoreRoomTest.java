package dev.berth.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.StoreDirectory;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs is not ended where there is no room for what would take its place. */
class StoreRoomTest {
  @TempDir Path directory;

  private Optional<String> lack(Path path, OptionalLong inodes) {
    return StoreRoom.lack(new StoreDirectory(path, inodes));
  }

  @Test
  void aContainerHasAboutTwentyFilesBeforeItWritesAny() {
    assertThat(lack(directory, OptionalLong.of(63)))
        .contains(
            directory
                + " takes 63 more files (df -i), too few for a container; make room, as with 'image"
                + " prune'");
    assertThat(lack(directory, OptionalLong.of(64))).isEmpty();
    assertThat(lack(directory, OptionalLong.empty())).as("no limit").isEmpty();
  }

  /** The file system of /proc has no bytes at all. */
  @Test
  void noBytesAreTooFew() {
    assertThat(lack(Path.of("/proc"), OptionalLong.empty()))
        .contains(
            "/proc has 0 KiB left, too little for a container; make room, as with 'image prune'");
  }

  @Test
  void aStoreThatIsNotThereYetIsNoLack() {
    assertThat(lack(directory.resolve("none"), OptionalLong.empty())).isEmpty();
  }
}
