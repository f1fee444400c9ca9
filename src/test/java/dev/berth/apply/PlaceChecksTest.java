package dev.berth.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.berth.model.Problem;
import dev.berth.model.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlaceChecksTest {
  @TempDir Path directory;

  private static List<String> logs(String yaml, Optional<Path> directory) {
    Problems problems = new Problems();
    new PlaceChecks(PlayedHost.desired(yaml).containers().toList(), problems).logs(directory);
    return problems.sorted().stream().map(Problem::toString).toList();
  }

  @Test
  void theDirectoryOfLogsHasToBeThere() {
    Path gone = directory.resolve("gone");
    assertThat(logs("{}\n", Optional.of(gone)))
        .singleElement()
        .asString()
        .contains("--container-log-path", "'" + gone + "' is no directory");
    assertThat(logs("{}\n", Optional.of(directory))).isEmpty();
    assertThat(logs("{}\n", Optional.empty())).isEmpty();
  }

  /** An engine writes there as root. */
  @Test
  void nobodyElseMayTurnALogIntoALinkToAnything() throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")));
    Path open = Files.createDirectory(directory.resolve("open"));
    Files.setAttribute(open, "unix:mode", 0777);
    String named = "c: {image: i, log_opts: {path: %s}}\n".formatted(open.resolve("c.log"));
    String unnamed = "c: {image: i}\n";
    String journal = "c: {image: i, log_driver: journald}\n";
    String doubt = "the log '" + open.resolve("c.log") + "' is not root's alone: '" + open + "'";
    assertThat(logs(named, Optional.empty())).singleElement().asString().contains(doubt);
    assertThat(logs(unnamed, Optional.of(open))).singleElement().asString().contains(doubt);
    assertThat(logs(unnamed, Optional.empty())).isEmpty();
    assertThat(logs(journal, Optional.of(open))).isEmpty();
  }
}
