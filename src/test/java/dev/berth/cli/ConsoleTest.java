package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.service.Caller;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a command ends with whose output could not be written. */
class ConsoleTest {
  private final ByteArrayOutputStream talk = new ByteArrayOutputStream();

  /** Takes so many bytes, as a file system that gets full does. */
  private static OutputStream full(int room) {
    return new OutputStream() {
      private int left = room;

      @Override
      public void write(int one) throws IOException {
        if (left-- <= 0) {
          throw new IOException("No space left on device");
        }
      }
    };
  }

  private Console console(OutputStream data, boolean isPipe) {
    return new Console(
        data, () -> isPipe, new PrintStream(talk, true, StandardCharsets.UTF_8), Map.of());
  }

  private String told() {
    return talk.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "2, 2", "3, 1", "130, 130"})
  void outputThatIsLostIsTold(int status, int ended) {
    Console console = console(full(3), false);
    console.data("more than three");
    console.data("and more");

    assertThat(console.ended(status)).isEqualTo(ended);
    assertThat(told())
        .isEqualTo("berth: cannot write to standard output: No space left on device\n");
  }

  @Test
  void aReaderThatHasGoneIsNoFailure() {
    Console console = console(full(3), true);
    console.data("more than three");

    assertThat(console.ended(0)).isZero();
    assertThat(console.ended(1)).isEqualTo(1);
    assertThat(told()).isEmpty();
  }

  @Test
  void outputThatIsWrittenIsNotTalkedOf() {
    Console console = console(full(100), false);
    console.data("less than a hundred");

    assertThat(console.ended(3)).isEqualTo(3);
    assertThat(told()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "--help", "validate --schema", "completion bash"})
  void soItIsForEveryCommand(String arguments) {
    Console console = console(full(0), false);
    Caller caller = Caller.ofProcess(Map.of());

    assertThat(Main.run(arguments.split(" "), console, caller, new Interruption())).isEqualTo(1);
    assertThat(told())
        .isEqualTo("berth: cannot write to standard output: No space left on device\n");
  }
}
