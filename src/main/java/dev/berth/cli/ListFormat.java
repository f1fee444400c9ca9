package dev.berth.cli;

import dev.berth.model.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The forms of a list, Paunch's among them. */
enum ListFormat {
  table,
  text,
  json,
  yaml,
  csv,
  value;

  private static final int WIDEST = 48;

  String write(List<Map<String, String>> rows, List<String> columns, Style style) {
    return switch (this) {
      case table, text -> table(rows, columns, style);
      case json -> OutputFormat.json.writeTree(rows);
      case yaml -> OutputFormat.yaml.writeTree(rows);
      case csv -> csv(rows, columns);
      case value ->
          String.join(
              "\n",
              rows.stream()
                  .map(row -> String.join(" ", columns.stream().map(it -> said(row, it)).toList()))
                  .toList());
    };
  }

  private static String table(List<Map<String, String>> rows, List<String> columns, Style style) {
    TextTable table =
        new TextTable(columns.stream().map(name -> name.toUpperCase(Locale.ROOT)).toList());
    for (Map<String, String> row : rows) {
      table.add(columns.stream().map(column -> new TextTable.Cell(cell(row, column))).toList());
    }
    return String.join("\n", table.lines(style));
  }

  private static String cell(Map<String, String> row, String column) {
    return TextTable.cut(said(row, column), WIDEST);
  }

  /** On one line, whatever a command or a label holds: a second one would be a row of its own. */
  private static String said(Map<String, String> row, String column) {
    return VisibleText.of(row.getOrDefault(column, "").replaceAll("\\s+", " "));
  }

  private static String csv(List<Map<String, String>> rows, List<String> columns) {
    List<String> lines = new ArrayList<>();
    lines.add(String.join(",", columns));
    for (Map<String, String> row : rows) {
      lines.add(
          String.join(
              ",",
              columns.stream()
                  .map(column -> "\"" + csv(row.getOrDefault(column, "")) + "\"")
                  .toList()));
    }
    return String.join("\n", lines);
  }

  /** Between quotes a line may end (RFC 4180). */
  private static String csv(String text) {
    return VisibleText.lines(text).replace("\"", "\"\"");
  }
}
