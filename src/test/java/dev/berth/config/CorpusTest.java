package dev.berth.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Configurations of real hosts, where they are at hand: {@code <service>/step_N/*.json}. */
class CorpusTest {

  private static Path corpus() {
    String given = System.getenv("BERTH_CORPUS");
    return given == null ? Path.of("..", "shared", "corpus") : Path.of(given);
  }

  // One test, not one a service: surefire counts an aborted factory as nothing, not as skipped.
  @Test
  void everyServiceIsReadWithoutAnError() throws IOException {
    assumeTrue(
        Files.isDirectory(corpus()),
        () -> "no corpus at " + corpus().toAbsolutePath().normalize() + "; BERTH_CORPUS names one");
    List<Path> services;
    try (Stream<Path> entries = Files.list(corpus())) {
      services = entries.filter(Files::isDirectory).sorted().toList();
    }
    assertThat(services).isNotEmpty();
    assertThat(services)
        .allSatisfy(
            service -> {
              Reading.Result result = Reading.plain().steps().path(service);
              assertThat(result.errors()).isEmpty();
              assertThat(result.names()).isNotEmpty();
            });
  }
}
