package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.service.Caller;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/**
 * The generated pages of the reference are as the tables in the code say; {@code ./test --golden
 * ReferenceTest} writes them anew.
 */
class ReferenceTest {
  private static final Path REFERENCE = Path.of("docs/reference");

  @Test
  void keysAreThoseOfTheTable() throws IOException {
    assertGolden("keys.md", KeyReference.text());
  }

  @Test
  void commandsAreThoseOfTheProgram() throws IOException {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    CommandLine berth =
        new Commands(
                new CommandWiring(
                    new Console(nowhere, nowhere, Map.of()), Caller.ofProcess(Map.of())),
                new Interruption())
            .commandLine();
    assertGolden("commands.md", CommandReference.text(berth));
  }

  private static void assertGolden(String name, String text) throws IOException {
    Path file = REFERENCE.resolve(name);
    if (Boolean.getBoolean("berth.updateGolden")) {
      Files.writeString(file, text);
    }
    assertThat(Files.readString(file))
        .as("%s, which ./test --golden writes anew", file)
        .isEqualTo(text);
  }
}
