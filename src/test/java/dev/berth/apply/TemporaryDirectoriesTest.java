package dev.berth.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What systemd-tmpfiles is told. */
class TemporaryDirectoriesTest {
  /** A blank ends a field, a line's end the line, and %b is the boot's id: tmpfiles.d(5). */
  @Test
  void aPathIsOneFieldOfOneLineWhateverIsInIt(@TempDir Path root) throws Exception {
    PlayedHost host = new PlayedHost(root);
    Path path = Path.of("/run/a b%b\nd /etc/x\"");

    new TemporaryDirectories(host.paths, host.records).keep(path, Optional.of("u:o:t:s0"));

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
}
