package dev.berth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Expected texts, several to a file, each under its title; {@code ./test --golden NAME} writes them
 * anew.
 */
public final class Golden {
  private static final String TITLE = "=== ";

  private final Path file;

  /**
   * The texts of one test.
   *
   * @param resource below the test resources of {@code dev.berth}
   */
  public Golden(String resource) {
    this.file = Path.of("src/test/resources/dev/berth", resource);
  }

  /** Whether the text is the one under this title. */
  public void check(String title, String text) {
    try {
      Map<String, String> texts = read();
      if (Boolean.getBoolean("berth.updateGolden")) {
        texts.put(title, text);
        write(texts);
      }
      assertThat(text)
          .as("%s in %s, which ./test --golden writes anew", title, file)
          .isEqualTo(texts.get(title));
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  private Map<String, String> read() throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    if (Files.exists(file)) {
      for (String section : Files.readString(file).split("(?m)^" + TITLE)) {
        int end = section.indexOf('\n');
        if (end > 0) {
          texts.put(section.substring(0, end), section.substring(end + 1).stripTrailing());
        }
      }
    }
    return texts;
  }

  private void write(Map<String, String> texts) throws IOException {
    StringBuilder whole = new StringBuilder();
    texts.forEach(
        (title, text) ->
            whole.append(TITLE).append(title).append('\n').append(text).append("\n\n"));
    Files.createDirectories(file.getParent());
    Files.writeString(file, whole.toString().stripTrailing() + "\n");
  }
}
