package dev.berth.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

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

  @Test
  void whatBelongsToAnotherUserIsNoDirectoryOfBerths() throws IOException {
    assumeThat(Account.current().isRoot()).as("only root gives files away").isTrue();
    Path theirs = Files.createDirectory(directory.resolve("theirs"));
    mode(theirs, "rwxrwxrwx");
    Files.setAttribute(theirs, "unix:uid", 4711);
    assertThatThrownBy(() -> Directories.own(theirs, "rwx------"))
        .hasStackTraceContaining(theirs + " belongs to the user with the number 4711");
    assertThat(modeOf(theirs)).isEqualTo("rwxrwxrwx");
    Path link = Files.createSymbolicLink(directory.resolve("link"), theirs);
    assertThatThrownBy(() -> Directories.own(link, "rwx------"))
        .hasStackTraceContaining(link + " belongs to the user with the number 4711");
  }

  @Test
  void rootChangesNothingBelowADirectoryThatIsNotItsAlone() throws IOException {
    assumeThat(Account.current().isRoot()).as("a user may be led there anyway").isTrue();
    Path above = Files.createDirectory(directory.resolve("above"));
    Path own = Files.createDirectory(above.resolve("own"));
    mode(own, "rwxrwxrwx");
    mode(above, "rwxrwxrwx");
    assertThatThrownBy(() -> Directories.own(own, "rwx------"))
        .hasStackTraceContaining(above + " is not root's alone: everybody may write to it");
    assertThatThrownBy(() -> Directories.make(above.resolve("new"), "rwx------"))
        .hasStackTraceContaining(above + " is not root's alone: everybody may write to it");
    mode(above, "rwxr-xr-x");
    Files.setAttribute(above, "unix:uid", 4711);
    assertThatThrownBy(() -> Directories.own(own, "rwx------"))
        .hasStackTraceContaining(above + " is not root's alone: it belongs to the user 4711");
    assertThat(modeOf(own)).isEqualTo("rwxrwxrwx");
    assertThat(above.resolve("new")).doesNotExist();
  }

  private static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private static String modeOf(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
