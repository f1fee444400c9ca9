package dev.berth.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.StoreDirectory;
import dev.berth.host.CommandResult;
import dev.berth.host.RecordedRunner;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreReaderTest {
  private static final List<String> QUESTION = List.of("podman", "info");

  /** Free inodes; -1 where nothing is known. */
  @ParameterizedTest
  @CsvSource({
    "'1000 17\n', 0, 17",
    "'1000 0\n', 0, 0",
    "'0 0\n', 0, -1",
    "'? ?', 0, -1",
    "'', 0, -1",
    "'1000 17', 1, -1",
  })
  void knowsHowManyFilesItStillTakes(String answer, int status, long free) {
    RecordedRunner runner = new RecordedRunner(line -> result(answer, status));

    assertThat(StoreReader.read(Optional.of("/store"), QUESTION, runner))
        .contains(
            new StoreDirectory(
                Path.of("/store"), free < 0 ? OptionalLong.empty() : OptionalLong.of(free)));
    assertThat(runner.lines()).containsExactly("stat -f -c %c %d -- /store");
  }

  @ParameterizedTest
  @CsvSource({"'/store\n', 0, true", "tcp://x, 0, false", "/store, 1, false"})
  void isADirectoryOfThisHostThatTheEngineNames(String answer, int status, boolean isOne) {
    RecordedRunner runner =
        new RecordedRunner(
            line -> line.startsWith("stat") ? result("", 1) : result(answer, status));

    assertThat(StoreReader.read(Optional.empty(), QUESTION, runner).map(StoreDirectory::path))
        .isEqualTo(isOne ? Optional.of(Path.of("/store")) : Optional.empty());
    assertThat(runner.lines()).startsWith("podman info");
  }

  private static CommandResult result(String output, int status) {
    return status == 0 ? RecordedRunner.answer(output) : RecordedRunner.failure(status, output, "");
  }
}
