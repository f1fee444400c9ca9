package dev.berth.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.Applied;
import dev.berth.model.ContainerName;
import dev.berth.model.Kept;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What systemd-tmpfiles is told. */
class TemporaryDirectoriesTest {
  /** A blank ends a field, a line's end the line, and %b is the boot's id: tmpfiles.d(5). */
  @Test
  void aPathIsOneFieldOfOneLineWhateverIsInIt(@TempDir Path root) throws Exception {
    PlayedHost host = new PlayedHost(root);
    Path path = Path.of("/run/a b%b\nd /etc/x\"");

    new TemporaryDirectories(host.paths, host.records, host.kept())
        .keep(path, Optional.of("u:o:t:s0"));

    try (var files = Files.list(host.paths.temporaryFiles())) {
      assertThat(files)
          .singleElement()
          .satisfies(
              file ->
                  assertThat(Files.readAllLines(file))
                      .containsExactly(
                          "# Bound by a container of Berth's.",
                          "d \"/run/a b%%b\\nd /etc/x\\\"\" 0755 - - -",
                          "t \"/run/a b%%b\\nd /etc/x\\\"\" - - - -"
                              + " security.selinux=u:o:t:s0"));
    }
  }

  /** A run was killed when it had recorded what followed: only what it kept tells of the former. */
  @Test
  void whatOnlyTheFormerOfAKilledRunBoundIsForgottenOnceThatIsOver(@TempDir Path root) {
    PlayedHost host = new PlayedHost(root);
    TemporaryDirectories temporary =
        new TemporaryDirectories(host.paths, host.records, host.kept());
    Path path = Path.of("/run/berth-test-" + System.nanoTime());
    temporary.keep(path, Optional.empty());
    TreeMap<String, String> former = new TreeMap<>(Map.of("volumes[0]", path + ":/srv"));
    host.kept()
        .write(
            new ContainerName("web"),
            Kept.of("id", "no", Optional.of(new Applied("d", "", former, false))));

    Set<Path> before = temporary.bound();
    assertThat(before).containsExactly(path);
    host.kept().remove(new ContainerName("web"));
    temporary.forgetUnbound(before);
    assertThat(host.paths.temporaryFiles()).isEmptyDirectory();
  }
}
