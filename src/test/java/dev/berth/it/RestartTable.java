package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What becomes of a service, by event and restart policy, as Markdown. */
final class RestartTable {
  static final List<String> POLICIES =
      List.of("no", "on-failure", "on-failure:2", "always", "unless-stopped");

  private static final Path RESULT = Path.of("target/restart-table.md");
  private static final Path PAGE = Path.of("docs/reference/restart.md");
  private static final String BEGIN = "<!-- Made by RestartIT from what it saw; do not edit. -->\n";
  private static final String END = "<!-- Up to here. -->\n";

  private RestartTable() {}

  /** The table of one cell for each event and policy. */
  static String text(Map<String, List<String>> rows) {
    StringBuilder text = new StringBuilder();
    text.append("| | `").append(String.join("` | `", POLICIES)).append("` |\n");
    text.append("| --- |").append(" --- |".repeat(POLICIES.size())).append('\n');
    rows.forEach(
        (event, cells) ->
            text.append("| ")
                .append(event)
                .append(" | ")
                .append(String.join(" | ", cells))
                .append(" |\n"));
    return text.toString();
  }

  /** Keeps what was seen, and compares it with what the page says. */
  static void check(String table) {
    try {
      Files.createDirectories(RESULT.getParent());
      Files.writeString(RESULT, table);
      String page = Files.readString(PAGE);
      int first = page.indexOf(BEGIN) + BEGIN.length();
      int last = page.indexOf(END);
      if (Boolean.getBoolean("berth.updateGolden")) {
        Files.writeString(PAGE, page.substring(0, first) + table + page.substring(last));
      } else {
        assertThat(table).as(PAGE.toString()).isEqualTo(page.substring(first, last));
      }
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }
}
