package dev.berth.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host without SELinux, or with one that only takes notes, pays nothing for it. */
class SelinuxTest {
  @TempDir Path root;

  private final RecordedRunner runner =
      new RecordedRunner(
          line -> {
            throw new AssertionError("not to be run: " + line);
          });

  @Test
  void nothingIsRunWhereItIsOff() {
    Selinux selinux = Selinux.in(runner, root, root);

    assertThat(selinux.isOn()).isFalse();
    assertThat(selinux.isEnforcing()).isFalse();
    assertThat(selinux.sharedContext()).isEmpty();
    assertThat(selinux.containerLabels(List.of(root))).isEmpty();
  }

  @Test
  void nothingIsReadWhereNothingIsDenied() throws IOException {
    Files.writeString(root.resolve("enforce"), "0");

    Selinux selinux = Selinux.in(runner, root, root);

    assertThat(selinux.isOn()).isTrue();
    assertThat(selinux.isEnforcing()).isFalse();
    assertThat(selinux.containerLabels(List.of(root))).isEmpty();
  }

  @Test
  void nothingIsRunWhereThePolicyKnowsNoContainers() throws IOException {
    Files.writeString(root.resolve("enforce"), "1");

    Selinux selinux = Selinux.in(runner, root, root);

    assertThat(selinux.isEnforcing()).isTrue();
    assertThat(selinux.sharedContext()).isEmpty();
    assertThat(selinux.containerLabels(List.of(root))).isEmpty();
  }
}
