package dev.berth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.host.RecordedRunner;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreDirectoryTest {
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

    assertThat(StoreDirectory.of("/store", runner))
        .isEqualTo(
            new StoreDirectory(
                Path.of("/store"), free < 0 ? OptionalLong.empty() : OptionalLong.of(free)));
    assertThat(runner.lines()).containsExactly("stat -f -c %c %d -- /store");
  }

  @Test
  void isADirectoryOfThisHostThatTheEngineNames() {
    assertThat(StoreDirectory.named(result("/store\n", 0))).contains("/store");
    assertThat(StoreDirectory.named(result("tcp://x", 0))).isEmpty();
    assertThat(StoreDirectory.named(result("/store", 1))).isEmpty();
  }

  private static CommandResult result(String output, int status) {
    return status == 0 ? RecordedRunner.answer(output) : RecordedRunner.failure(status, output, "");
  }
}
