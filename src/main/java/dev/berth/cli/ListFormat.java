package dev.berth.cli;

import dev.berth.json.JsonText;
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

  /** Whether it is for programs that go by the place of a column. */
  boolean isOfPlaces() {
    return this == csv || this == value;
  }

  /** The rows in this form, as it is where nothing more is said of it. */
  String write(List<Map<String, String>> rows, List<String> columns, Style style) {
    return write(rows, columns, style, new ListFormOptions());
  }

  /** The rows in this form; the style is that of where they go. */
  String write(
      List<Map<String, String>> rows, List<String> columns, Style style, ListFormOptions form) {
    return switch (this) {
      case table, text -> table(rows, columns, style);
      case json -> form.noindent.get() ? JsonText.compact(rows) : OutputFormat.json.writeTree(rows);
      case yaml -> OutputFormat.yaml.writeTree(rows);
      case csv -> csv(rows, columns, form.quote.get());
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

  private static String csv(
      List<Map<String, String>> rows, List<String> columns, CsvText.Quote quote) {
    List<List<String>> all = new ArrayList<>(List.of(columns));
    rows.forEach(
        row -> all.add(columns.stream().map(column -> row.getOrDefault(column, "")).toList()));
    return CsvText.of(all, quote);
  }
}
