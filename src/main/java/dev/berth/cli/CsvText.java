package dev.berth.cli;

import dev.berth.model.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Rows of texts with commas between them (RFC 4180), as Python's {@code csv.writer} has them. */
final class CsvText {
  private static final String SPECIAL = ",\"\n\r";

  private CsvText() {}

  /** Which fields stand between quotes; all of them are texts, so {@code nonnumeric} is all. */
  enum Quote {
    all,
    minimal,
    nonnumeric,
    none
  }

  /** The rows, one below the other; a field between quotes may have more lines than one. */
  static String of(List<List<String>> rows, Quote quote) {
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      lines.add(
          row.stream()
              .map(field -> VisibleText.lines(field(field, quote, row.size() == 1)))
              .collect(Collectors.joining(",")));
    }
    return String.join("\n", lines);
  }

  private static String field(String text, Quote quote, boolean isAlone) {
    return switch (quote) {
      case all, nonnumeric -> quoted(text);
      case minimal ->
          text.chars().anyMatch(one -> SPECIAL.indexOf(one) >= 0) || (text.isEmpty() && isAlone)
              ? quoted(text)
              : escaped(text);
      case none ->
          escaped(text)
              .chars()
              .mapToObj(one -> (SPECIAL.indexOf(one) >= 0 ? "\\" : "") + (char) one)
              .collect(Collectors.joining());
    };
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\");
  }

  private static String quoted(String text) {
    return "\"" + escaped(text).replace("\"", "\"\"") + "\"";
  }
}
