package dev.berth.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.host.PathTrust.Doubt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PathTrustTest {
  @TempDir Path given;
  private Path directory = Path.of("/");

  @BeforeEach
  void withoutLinks() throws IOException {
    directory = given.toRealPath();
  }

  private Path made(String name, String mode) throws IOException {
    Path path = Files.createDirectories(directory.resolve(name));
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    return path;
  }

  @Test
  void whatOnlyItsOwnerWritesIsBeyondDoubt() throws IOException {
    Path file = Files.writeString(made("mine", "rwxr-xr-x").resolve("file"), "");
    assertThat(PathTrust.doubt(file)).isEmpty();
    assertThat(PathTrust.doubt(Path.of("/etc/hostname"))).isEmpty();
    assertThat(PathTrust.doubt(Path.of("/tmp/not-there/at-all"))).as("sticky").isEmpty();
  }

  @Test
  void aDirectoryOnTheWayThatOthersMayWriteToIsNamed() throws IOException {
    Path open = made("open", "rwxrwxrwx");
    Path below = made("open/below", "rwx------");
    Doubt everybody = new Doubt(open, "everybody may write to it");
    assertThat(PathTrust.doubt(below.resolve("file"))).contains(everybody);
    assertThat(PathTrust.doubt(below.resolve("../../open/below"))).contains(everybody);
  }

  @Test
  void aFileThatOthersMayWriteToIsNamed() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    assertThat(PathTrust.doubt(file)).contains(new Doubt(file, "everybody may write to it"));
  }

  @Test
  void onlyADirectoryIsSticky() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    Files.setAttribute(file, "unix:mode", 01666);
    assertThat(PathTrust.doubt(file)).contains(new Doubt(file, "everybody may write to it"));
  }

  @Test
  void aLinkIsFollowedToWhereItLeads() throws IOException {
    Path open = made("open", "rwxrwxrwx");
    Path absolute = Files.createSymbolicLink(directory.resolve("absolute"), open);
    Path relative = Files.createSymbolicLink(directory.resolve("relative"), Path.of("./open"));
    for (Path link : new Path[] {absolute, relative}) {
      assertThat(PathTrust.doubt(link.resolve("file")))
          .contains(new Doubt(open, "everybody may write to it"));
      assertThat(PathTrust.walk(link.resolve("a/b")).reached()).isEqualTo(open);
      assertThat(PathTrust.walk(link.resolve("a/b")).missing()).containsExactly("a", "b");
    }
  }

  @Test
  void linksThatLeadInACircleEnd() throws IOException {
    Path one = directory.resolve("one");
    Files.createSymbolicLink(one, directory.resolve("two"));
    Files.createSymbolicLink(directory.resolve("two"), one);
    assertThatThrownBy(() -> PathTrust.doubt(one)).hasMessageContaining("too many links");
  }

  @Test
  void whatOthersMayWriteBelowADirectoryIsNamed() throws IOException {
    Path top = made("top", "rwxr-xr-x");
    Path below = made("top/a/b", "rwxr-xr-x");
    Files.createSymbolicLink(top.resolve("loop"), top);
    assertThat(PathTrust.doubtBelow(top)).isEmpty();
    assertThat(PathTrust.doubtBelow(top.resolve("none"))).isEmpty();
    Path file = Files.writeString(below.resolve("file"), "");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    assertThat(PathTrust.doubtBelow(top)).contains(new Doubt(file, "everybody may write to it"));
    assertThat(PathTrust.doubt(top)).as("the way to it alone").isEmpty();
  }
}
