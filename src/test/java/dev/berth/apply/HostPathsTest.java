package dev.berth.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.Account;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostPathsTest {
  private static final Account DORA = new Account(1000, "dora", Path.of("/home/dora"));

  @Test
  void aUsersThingsLieInTheHome() {
    HostPaths paths = HostPaths.user(DORA, Map.of("XDG_CONFIG_HOME", "relative"));
    assertThat(paths.units()).isEqualTo(Path.of("/home/dora/.config/systemd/user"));
    assertThat(paths.digestKey()).isEqualTo(Path.of("/home/dora/.config/berth/digest.key"));
    assertThat(paths.lock()).isEqualTo(Path.of("/home/dora/.local/state/berth/lock"));
    assertThat(paths.lingering()).contains(Path.of("/var/lib/systemd/linger/dora"));
  }

  @Test
  void theXdgVariablesMoveThem() {
    HostPaths paths = HostPaths.user(DORA, Map.of("XDG_CONFIG_HOME", "/c", "XDG_STATE_HOME", "/s"));
    assertThat(paths.units()).isEqualTo(Path.of("/c/systemd/user"));
    assertThat(paths.environment()).isEqualTo(Path.of("/c/berth/env"));
    assertThat(paths.temporaryFiles()).isEqualTo(Path.of("/c/user-tmpfiles.d"));
    assertThat(paths.applied()).isEqualTo(Path.of("/s/berth/applied"));
  }

  @Test
  void theDirectoryOfUnitsIsMadeOrLeftAsItIs(@TempDir Path home) throws IOException {
    HostPaths paths = HostPaths.user(new Account(1000, "dora", home), Map.of());
    paths.create();
    assertThat(paths.units()).isDirectory();
    Files.setPosixFilePermissions(paths.units(), PosixFilePermissions.fromString("rwx------"));
    paths.create();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(paths.units())))
        .isEqualTo("rwx------");
  }

  @Test
  void aUsersDirectoriesAreForThatUserAlone(@TempDir Path home) throws IOException {
    HostPaths paths = HostPaths.user(new Account(1000, "dora", home), Map.of());
    paths.create();
    paths.createTemporaryFiles();
    assertThat(directories(home))
        .allSatisfy((path, mode) -> assertThat(mode).as(path).isEqualTo("rwx------"))
        .containsKeys(
            ".config",
            ".config/berth/env",
            ".config/systemd/user",
            ".config/user-tmpfiles.d",
            ".local/state/berth/applied");
  }

  @Test
  void onlyWhatMayHoldSecretsIsForRootAlone(@TempDir Path root) throws IOException {
    HostPaths paths =
        new HostPaths(
            root.resolve("units"),
            root.resolve("etc"),
            root.resolve("var"),
            root.resolve("tmpfiles"),
            Optional.empty());
    paths.create();
    paths.createTemporaryFiles();
    assertThat(directories(root))
        .isEqualTo(
            Map.of(
                "units", "rwxr-xr-x",
                "etc", "rwxr-xr-x",
                "etc/env", "rwx------",
                "etc/files", "rwx------",
                "var", "rwx------",
                "var/applied", "rwx------",
                "var/containers", "rwx------",
                "tmpfiles", "rwxr-xr-x"));
  }

  /** The modes of all directories below one. */
  private static Map<String, String> directories(Path top) throws IOException {
    Map<String, String> modes = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(top)) {
      for (Path path : paths.skip(1).filter(Files::isDirectory).toList()) {
        modes.put(
            top.relativize(path).toString(),
            PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
      }
    }
    return modes;
  }
}
