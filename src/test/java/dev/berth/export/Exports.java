package dev.berth.export;

import dev.berth.config.ComposeOptions;
import dev.berth.config.ConfigReader;
import dev.berth.config.Dialect;
import dev.berth.config.FrontEnds;
import dev.berth.config.ReadOptions;
import dev.berth.config.compose.ComposeFrontEnd;
import dev.berth.config.quadlet.QuadletFrontEnd;
import dev.berth.config.quadlet.Surroundings;
import dev.berth.model.Desired;
import dev.berth.model.Problem;
import dev.berth.model.Problems;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Reads and writes for the tests of this room. */
final class Exports {
  private Exports() {}

  /** What a path asks for; without an error. */
  static Desired read(Path path) {
    Problems problems = new Problems();
    Desired desired =
        new ConfigReader(
                new ReadOptions(
                    Map.of(),
                    "test",
                    true,
                    List.of(),
                    false,
                    OptionalInt.empty(),
                    false,
                    new ByteArrayInputStream(new byte[0]),
                    List::of,
                    Dialect.OF_FILE),
                new FrontEnds(
                    List.of(
                        new ComposeFrontEnd(Map.of(), ComposeOptions.NONE),
                        new QuadletFrontEnd(() -> Surroundings.ofSystem("isle")))))
            .read(path.toString(), problems);
    List<Problem> errors = problems.sorted().stream().filter(Problem::isError).toList();
    if (!errors.isEmpty()) {
      throw new AssertionError(errors.toString());
    }
    return desired;
  }

  /** What a text of Berth's own form asks for. */
  static Desired read(Path directory, String yaml) {
    try {
      return read(Files.writeString(directory.resolve("test.yaml"), yaml));
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  /** Writes the documents, and reads what they ask for. */
  static Desired readAgain(Path directory, Exported exported) {
    try {
      for (Document document : exported.documents()) {
        Path file = directory.resolve(document.name());
        Files.createDirectories(file.getParent());
        Files.writeString(file, document.text());
      }
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
    boolean isOne =
        exported.documents().size() == 1
            && exported.documents().getFirst().name().endsWith(".yaml");
    return read(isOne ? directory.resolve(exported.documents().getFirst().name()) : directory);
  }

  /** All of it as people see it. */
  static String shown(Exported exported) {
    StringBuilder text = new StringBuilder();
    exported
        .documents()
        .forEach(
            document ->
                text.append("# ")
                    .append(document.name())
                    .append(' ')
                    .append(document.mode())
                    .append('\n')
                    .append(document.text()));
    exported
        .losses()
        .forEach(
            loss ->
                text.append("# lost ")
                    .append(loss.at().line())
                    .append(':')
                    .append(loss.at().column())
                    .append(' ')
                    .append(loss.container())
                    .append(' ')
                    .append(loss.key())
                    .append(": ")
                    .append(loss.what())
                    .append(loss.instead().isEmpty() ? "" : " (" + loss.instead() + ")")
                    .append('\n'));
    return text.toString().stripTrailing();
  }
}
