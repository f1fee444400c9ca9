package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.json.JsonText;
import dev.berth.model.Problem;
import dev.berth.model.SourcePosition;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What images, labels and other tools say is shown, whatever the form, and does nothing. */
class HostileTextTest {
  private static final String HOSTILE =
      "x\n\u001b]0;title\u0007\u001b[2J\u009b31m\r\u202efake\u2028row\u007f\u0000";
  private static final List<String> COLUMNS = List.of("container", "command");
  private static final List<Map<String, String>> ROWS =
      List.of(Map.of("container", "evil", "command", HOSTILE + "\nvictim  \u001b[32mhealthy"));

  @Test
  void aListHasARowForEachContainer() {
    String table = ListFormat.table.write(ROWS, COLUMNS, new Style(false));
    String values = ListFormat.value.write(ROWS, COLUMNS, new Style(false));
    String csv = ListFormat.csv.write(ROWS, COLUMNS, new Style(false));

    assertThat(table.lines()).hasSize(2);
    assertThat(values.lines()).hasSize(1);
    assertThat(csv).startsWith("\"container\",\"command\"\n\"evil\",\"x\n\\x1b]0;title\\x07");
    assertHarmless(table);
    assertHarmless(values);
    assertHarmless(csv);
  }

  @Test
  void documentsHoldItAllAndPrintNoneOfIt() {
    String json = ListFormat.json.write(ROWS, COLUMNS, new Style(true));
    String yaml = ListFormat.yaml.write(ROWS, COLUMNS, new Style(true));

    assertHarmless(json);
    assertHarmless(yaml);
    assertThat(new Yaml().<List<Map<String, String>>>load(json)).isEqualTo(ROWS);
    assertThat(new Yaml().<List<Map<String, String>>>load(yaml)).isEqualTo(ROWS);
    assertHarmless(JsonText.compact(Map.of(HOSTILE, HOSTILE)));
  }

  @Test
  void aConsoleKeepsNothingButItsOwnColours() {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);
    Console console = new Console(stream, stream, Map.of("TERM", "xterm"));

    console.data(HOSTILE);
    console.talk(HOSTILE);
    console.error(HOSTILE);
    console.problems(
        List.of(Problem.error(new SourcePosition("set.yaml", 1, 2), HOSTILE, HOSTILE)));

    assertHarmless(said.toString(StandardCharsets.UTF_8));
    Style coloured = new Style(true);
    assertThat(coloured.visible(coloured.red("failed") + " \u001b[2J\u001b[8m"))
        .isEqualTo("\u001b[31mfailed\u001b[0m \\x1b[2J\\x1b[8m");
  }

  @Test
  void aLineForAShellIsTheSameWords() throws Exception {
    String word = "it's \\ \u001b[2J\n\u009bä\r";
    String line = ShellQuoting.line(List.of("printf", "%s", word));
    assertThat(line)
        .isEqualTo(
            "printf %s 'it'\\''s \\ '\"$(printf '\\033')\"'[2J\n"
                + "'\"$(printf '\\302\\233')\"'ä'\"$(printf '\\015')\"''");

    Process shell = new ProcessBuilder("sh", "-c", line).start();

    assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo(word);
  }

  private static void assertHarmless(String text) {
    assertThat(text.codePoints())
        .noneMatch(c -> Character.isISOControl(c) && c != '\n')
        .doesNotContain(0x202e, 0x2028);
  }
}
