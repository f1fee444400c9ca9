package dev.berth.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.export.KeyRow.Fate;
import dev.berth.model.Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each key has its row for each target; the page is made of them. */
class ExportPageTest {
  private static final Path PAGE = Path.of("docs/reference/export.md");

  private static final Map<String, List<? extends KeyRow<?>>> TABLES =
      new TreeMap<>(
          Map.of(
              "Kubernetes", KubernetesKeys.ALL,
              "Quadlet", QuadletKeys.ALL,
              "Compose", ComposeKeys.ALL,
              "Berth's own form", OwnKeys.ALL));

  @Test
  void eachKeyHasOneRowForEachTarget() {
    TABLES.forEach(
        (target, rows) ->
            assertThat(rows.stream().map(row -> row.key()).toList())
                .as(target)
                .containsExactlyInAnyOrder(Key.values()));
  }

  @Test
  void whatIsLostSaysWhy() {
    TABLES.forEach(
        (target, rows) ->
            assertThat(rows)
                .as(target)
                .allSatisfy(row -> assertThat(row.words()).as(row.key().label()).isNotBlank()));
  }

  @Test
  void nothingIsLostInBerthsOwnForm() {
    assertThat(OwnKeys.ALL).extracting(KeyRow::fate).containsOnly(Fate.WRITTEN, Fate.PASSED);
  }

  @Test
  void thePageHasTheTablesOfTheCode() throws IOException {
    String text = text();
    if (Boolean.getBoolean("berth.updateGolden")) {
      Files.writeString(PAGE, text);
    }
    assertThat(Files.readString(PAGE)).isEqualTo(text);
  }

  private static String text() {
    return """
        # What an export writes

        <!-- Made by ExportPageTest from the tables of keys; do not edit. -->

        What becomes of each [key](keys.md) with `berth export` ([Exporting](../export.md)). *In part*: what of a value cannot
        be said there is told with its line. *Lost* is told, too. What stands in parentheses is the version of Podman that
        has a key of Quadlet's first; for an older one the option behind it is written.

        """
        + Stream.of("Kubernetes", "Quadlet", "Compose")
            .map(target -> section(target, TABLES.get(target)))
            .collect(Collectors.joining("\n"))
        + "\n## Berth's own form\nEvery key as it is, and what `x-berth` declares; what is read from"
        + " it is the same.\n";
  }

  private static String section(String target, List<? extends KeyRow<?>> rows) {
    Map<Key, String> lines = new TreeMap<>();
    rows.forEach(row -> lines.put(row.key(), line(row)));
    return "## " + target + "\n| key | |\n| --- | --- |\n" + String.join("", lines.values());
  }

  private static String line(KeyRow<?> row) {
    String words =
        switch (row.fate()) {
          case WRITTEN -> row.words();
          case PARTLY -> "in part: " + row.words();
          case PASSED -> "not written: " + row.words();
          case LOST ->
              "lost: " + row.words() + (row.instead().isEmpty() ? "" : "; " + instead(row));
        };
    return "| `" + row.key().label() + "` | " + words.replace("|", "\\|") + " |\n";
  }

  /** Advice that is a command line stands as one. */
  private static String instead(KeyRow<?> row) {
    boolean isCommand = row.instead().matches("(podman|docker|kubectl|systemctl) [^`,]*");
    return isCommand ? "`" + row.instead() + "`" : row.instead();
  }
}
