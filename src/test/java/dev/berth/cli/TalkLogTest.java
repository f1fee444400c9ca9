package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.service.InvalidUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a log is written to. */
class TalkLogTest {
  @TempDir Path directory;

  @Test
  void isMadeForItsOwnerAloneAndAppendedTo() throws IOException {
    Path file = directory.resolve("berth.log");
    new TalkLog(file).add(TalkLog.Level.WARNING, "one\ntwo\n");
    new TalkLog(file).add(TalkLog.Level.ERROR, "three");
    assertThat(Files.readAllLines(file))
        .satisfiesExactly(
            line -> assertThat(line).endsWith(" WARNING berth [  ] one"),
            line -> assertThat(line).endsWith(" WARNING berth [  ] two"),
            line -> assertThat(line).endsWith(" ERROR berth [  ] three"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void aLinkOrADirectoryIsNoPlainFile() throws IOException {
    Path target = Files.writeString(directory.resolve("target"), "");
    Path link = Files.createSymbolicLink(directory.resolve("link"), target);
    Path dangling = Files.createSymbolicLink(directory.resolve("to"), directory.resolve("nothing"));
    for (Path path : new Path[] {link, dangling, directory}) {
      assertThatThrownBy(() -> new TalkLog(path))
          .isInstanceOf(InvalidUse.class)
          .hasMessage("--log-file " + path + " is no plain file");
    }
    assertThat(directory.resolve("nothing")).doesNotExist();
  }
}
