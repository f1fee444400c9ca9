package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What a list looks like with cliff's options; the expected texts are what cliff itself prints. */
class ListFormTest {
  private static final List<String> COLUMNS = List.of("a", "b");
  private static final List<Map<String, String>> ROWS =
      List.of(
          Map.of("a", "x y", "b", "p,q"),
          Map.of("a", "say \"hi\"", "b", "back\\slash"),
          Map.of("a", "", "b", "new\nline"));

  private static ListFormOptions form(String... arguments) {
    ListFormOptions form = new ListFormOptions();
    new CommandLine(CommandPart.command(form, "list", List.of(), List.of(), form))
        .parseArgs(arguments);
    return form;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      quoteCharacter = '~',
      value = {
        "all@~\"a\",\"b\"\n"
            + "\"x y\",\"p,q\"\n"
            + "\"say \"\"hi\"\"\",\"back\\\\slash\"\n"
            + "\"\",\"new\n"
            + "line\"~",
        "nonnumeric@~\"a\",\"b\"\n"
            + "\"x y\",\"p,q\"\n"
            + "\"say \"\"hi\"\"\",\"back\\\\slash\"\n"
            + "\"\",\"new\n"
            + "line\"~",
        "minimal@~a,b\nx y,\"p,q\"\n\"say \"\"hi\"\"\",back\\\\slash\n,\"new\nline\"~",
        "none@~a,b\nx y,p\\,q\nsay \\\"hi\\\",back\\\\slash\n,new\\\nline~"
      })
  void commasStandBetweenFieldsAsPythonQuotesThem(String quote, String text) {
    assertThat(ListFormat.csv.write(ROWS, COLUMNS, new Style(false), form("--quote", quote)))
        .isEqualTo(text);
  }

  @Test
  void jsonMayBeOneLine() {
    assertThat(
            ListFormat.json.write(
                List.of(Map.of("a", "1")), COLUMNS, new Style(false), form("--noindent")))
        .isEqualTo("[{\"a\":\"1\"}]");
  }

  @Test
  void theFirstColumnToSortByCountsMost() {
    List<Map<String, String>> rows =
        List.of(
            Map.of("a", "1", "b", "x", "id", "1"),
            Map.of("a", "2", "b", "x", "id", "2"),
            Map.of("a", "1", "b", "w", "id", "3"));
    assertThat(ids(rows)).isEqualTo("123");
    assertThat(ids(rows, "--sort-column", "B", "--sort-column=absent", "--sort-column", "a"))
        .isEqualTo("312");
    assertThat(ids(rows, "--sort-descending", "--sort-column", "B", "--sort-column", "a"))
        .isEqualTo("213");
    assertThat(ids(rows, "--sort-column", "a", "--sort-descending"))
        .as("equal ones keep their order")
        .isEqualTo("213");
  }

  private static String ids(List<Map<String, String>> rows, String... arguments) {
    return String.join(
        "", form(arguments).sorted(rows).stream().map(row -> row.get("id")).toList());
  }
}
