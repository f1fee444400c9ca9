package dev.berth.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.Account;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
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
}
