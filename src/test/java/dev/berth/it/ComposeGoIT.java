package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Whether compose-go still says what {@code ComposeAnswersTest} compares Berth with. Needs Go;
 * {@code ./test --golden ComposeGoIT} writes its answers anew.
 */
class ComposeGoIT {
  private static final Path PROGRAM = Path.of("src/test/go/compose");
  private static final Path CASES = Path.of("src/test/resources/dev/berth/config/compose");

  @Test
  void composeGoAnswersWhatIsWrittenDown() throws IOException, InterruptedException {
    Path program = Path.of("target").toAbsolutePath().resolve("compose-answers");
    run(PROGRAM, "go", "build", "-o", program.toString(), ".");
    try (Stream<Path> files = Files.list(CASES)) {
      for (Path cases : files.filter(file -> file.toString().endsWith(".txt")).sorted().toList()) {
        String answers = run(Path.of("."), program.toString(), cases.toString());
        Path kept = Path.of(cases.toString().replace(".txt", ".json"));
        if (Boolean.getBoolean("berth.updateGolden")) {
          Files.writeString(kept, answers);
        }
        assertThat(withoutReasons(answers))
            .as(cases.toString())
            .isEqualTo(withoutReasons(Files.readString(kept)));
      }
    }
  }

  /** Which of several problems it tells is another one each time. */
  private static String withoutReasons(String answers) {
    return answers.replaceAll("\"refused\": .*", "refused");
  }

  private static String run(Path directory, String... command)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("compose", ".json");
    Path err = Files.createTempFile("compose", ".err");
    Process process =
        new ProcessBuilder(List.of(command))
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(err)).isZero();
    return Files.readString(out);
  }
}
