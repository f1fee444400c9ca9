package dev.berth.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoriesTest {
  @TempDir Path given;
  private Path directory = Path.of("/");

  @BeforeEach
  void withoutLinks() throws IOException {
    directory = given.toRealPath();
  }

  @Test
  void makesADirectoryPrivateEvenIfItWasThere() throws IOException {
    Path deep = directory.resolve("a/b");
    Files.createDirectories(deep);
    mode(deep, "rwxrwxrwx");
    Directories.own(deep, "rwx------");
    assertThat(modeOf(deep)).isEqualTo("rwx------");
  }

  @Test
  void givesNobodyMoreRightsThanTheyHad() throws IOException {
    Path mine = Files.createDirectory(directory.resolve("mine"));
    for (String tight : new String[] {"rwx------", "r-x--x---"}) {
      mode(mine, tight);
      Directories.own(mine, "rwxr-xr-x");
      Directories.make(mine, "rwxr-xr-x");
      assertThat(modeOf(mine)).isEqualTo(tight);
    }
    mode(mine, "rwx-w--w-");
    Directories.own(mine, "rwxr-xr-x");
    assertThat(modeOf(mine)).isEqualTo("rwx------");
    mode(mine, "rwxrwxrwx");
    Directories.make(mine, "rwxr-xr-x");
    assertThat(modeOf(mine)).as("not of its own").isEqualTo("rwxrwxrwx");
  }

  @Test
  void parentsHaveTheModeToo() throws IOException {
    Directories.make(directory.resolve("x/y/z"), "rwx--x---");
    assertThat(modeOf(directory.resolve("x"))).isEqualTo("rwx--x---");
    assertThat(modeOf(directory.resolve("x/y/z"))).isEqualTo("rwx--x---");
  }

  @Test
  void aLinkToADirectoryIsUsedOnlyWhereNobodyElseMayWriteThere() throws IOException {
    Path target = Files.createDirectory(directory.resolve("target"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), target);
    mode(target, "rwxrwxrwx");
    assertThatThrownBy(() -> Directories.own(link, "rwx------"))
        .isInstanceOf(UncheckedIOException.class)
        .hasStackTraceContaining("link is a symbolic link to " + target);
    assertThat(modeOf(target)).isEqualTo("rwxrwxrwx");
    mode(target, "rwx------");
    Directories.own(link, "rwx------");
    assertThat(link).isSymbolicLink();
  }

  @Test
  void whatIsNoDirectoryIsInTheWay() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    assertThat(Directories.obstacle(file.resolve("below"))).contains(file + " is no directory");
    assertThat(Directories.obstacle(directory.resolve("new/one"))).isEmpty();
    assertThatThrownBy(() -> Directories.make(file.resolve("below"), "rwx------"))
        .hasStackTraceContaining("is no directory");
  }

  private static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private static String modeOf(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
