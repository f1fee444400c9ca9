package dev.berth.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
                  .map(row -> String.join(" ", columns.stream().map(row::get).toList()))
                  .toList());
    };
  }

  private static String table(List<Map<String, String>> rows, List<String> columns, Style style) {
    Map<String, Integer> widths = new LinkedHashMap<>();
    for (String column : columns) {
      int widest = rows.stream().mapToInt(row -> cell(row, column).length()).max().orElse(0);
      widths.put(column, Math.max(widest, column.length()));
    }
    List<String> lines = new ArrayList<>();
    StringBuilder head = new StringBuilder();
    widths.forEach(
        (column, width) -> head.append(padded(column.toUpperCase(java.util.Locale.ROOT), width)));
    lines.add(style.bold(head.toString().stripTrailing()));
    for (Map<String, String> row : rows) {
      StringBuilder line = new StringBuilder();
      widths.forEach((column, width) -> line.append(padded(cell(row, column), width)));
      lines.add(line.toString().stripTrailing());
    }
    return String.join("\n", lines);
  }

  private static String cell(Map<String, String> row, String column) {
    String text = row.getOrDefault(column, "").replaceAll("\\s+", " ");
    return text.length() > WIDEST ? text.substring(0, WIDEST - 1) + "…" : text;
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(width - text.length() + 2);
  }

  private static String csv(List<Map<String, String>> rows, List<String> columns) {
    List<String> lines = new ArrayList<>();
    lines.add(String.join(",", columns));
    for (Map<String, String> row : rows) {
      lines.add(
          String.join(
              ",",
              columns.stream()
                  .map(column -> "\"" + row.getOrDefault(column, "").replace("\"", "\"\"") + "\"")
                  .toList()));
    }
    return String.join("\n", lines);
  }
}
