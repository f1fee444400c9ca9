package dev.berth.config;

import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Checks the lines {@code NAME=value} of an {@code env_file}. Both engines pass over blanks before
 * a name and lines that begin with a hash; of a blank after the name Podman makes a part of it, and
 * Docker refuses the container (podman-run(1) and docker-run(1), {@code --env-file}).
 */
final class EnvFileLines {
  private EnvFileLines() {}

  /** Reports each name that cannot be meant; a line is never shown, as its value may be secret. */
  static void check(Path file, Problems problems) throws IOException {
    if (Files.size(file) > DocumentText.MOST_BYTES) {
      problems.error(
          SourcePosition.startOf(file.toString()),
          "larger than " + DocumentText.MOST_BYTES + " bytes",
          "mount what is so large as a file");
      return;
    }
    // Whatever the encoding, these marks are ASCII.
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      int number = 1;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        check(line.stripLeading(), new SourcePosition(file.toString(), number, 1), problems);
        number++;
      }
    }
  }

  private static void check(String line, SourcePosition at, Problems problems) {
    int equals = line.indexOf('=');
    if (line.startsWith("#") || equals < 0) {
      return;
    }
    String name = line.substring(0, equals);
    if (name.isEmpty()) {
      problems.error(at, "an empty name", "write NAME=value");
    } else if (!name.equals(name.stripTrailing())) {
      problems.error(
          at,
          "the name of a variable that ends with a blank",
          "write NAME=value, without blanks around the equals sign");
    }
  }
}
