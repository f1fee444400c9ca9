package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Samples;
import dev.berth.host.Command;
import dev.berth.host.CommandResult;
import dev.berth.host.ProcessRunner;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShellQuotingTest {
  private static final String SEPARATOR = "<end>";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "podman|podman",
        "--a=b/c:1|--a=b/c:1",
        "a b|'a b'",
        "$x|'$x'",
        "it's|'it'\\''s'",
        "``|''"
      })
  void quotesOnlyWhatNeedsIt(String word, String quoted) {
    assertThat(ShellQuoting.word(word == null ? "" : word)).isEqualTo(quoted);
  }

  @Test
  void aShellReadsTheSameWords() {
    List<List<String>> lines = new ArrayList<>();
    Samples.forAll(
        200,
        samples -> lines.add(samples.list(6, () -> samples.text(12).replaceAll("[\0\r]", "?"))));
    StringBuilder script = new StringBuilder();
    for (List<String> words : lines) {
      script.append("printf '%s").append(SEPARATOR).append("' end-of-printf ");
      script.append(ShellQuoting.line(words)).append("; echo\n");
    }
    CommandResult result =
        new ProcessRunner(command -> {})
            .run(Command.reading(List.of("sh", "-c", script.toString())));
    StringBuilder expected = new StringBuilder();
    for (List<String> words : lines) {
      expected.append("end-of-printf").append(SEPARATOR);
      words.forEach(word -> expected.append(word).append(SEPARATOR));
      expected.append('\n');
    }
    assertThat(result.stderr()).isEmpty();
    assertThat(result.stdout()).isEqualTo(expected.toString().stripTrailing());
  }
}
