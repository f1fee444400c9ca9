package dev.berth.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** What a list looks like, in the words of cliff, which Paunch's list was made with. */
final class ListFormOptions {
  @Option(
      names = "--quote",
      paramLabel = "all|minimal|none|nonnumeric",
      description =
          "What stands between quotes in csv (default: nonnumeric, so everything, as all are"
              + " texts).")
  CsvText.Quote quote = CsvText.Quote.nonnumeric;

  @Option(names = "--noindent", description = "Print json on one line.")
  boolean noindent;

  @Option(
      names = "--max-width",
      paramLabel = "N",
      description = "How many characters a line of the table may have; 0 for no limit (default).")
  int maxWidth;

  @Option(
      names = "--fit-width",
      description = "Fit the table to the terminal also where it is printed to none.")
  boolean fitWidth;

  @Option(
      names = "--print-empty",
      description = "Print the head of a table without rows; always done, but for paunch list.")
  boolean printEmpty;

  @Option(
      names = "--sort-column",
      paramLabel = "COLUMN",
      description =
          "Sort by this column; may be repeated, the first one counts most. What is no column is"
              + " ignored, capitals too.")
  List<String> sortColumns = new ArrayList<>();

  @Option(names = "--sort-ascending", description = "Sort upwards (default).")
  boolean ascending;

  @Option(names = "--sort-descending", description = "Sort downwards.")
  boolean descending;

  /** A column's name as cliff compares them. */
  static String normalized(String column) {
    return column.strip().toLowerCase(Locale.ROOT).replace(' ', '_');
  }

  /**
   * The rows in the order that is wanted, or as they are.
   *
   * @throws InvalidUse when two orders are wanted
   */
  List<Map<String, String>> sorted(List<Map<String, String>> rows) {
    if (ascending && descending) {
      throw new InvalidUse("--sort-ascending and --sort-descending contradict each other");
    }
    List<Map<String, String>> sorted = new ArrayList<>(rows);
    for (String column : sortColumns.reversed()) {
      Comparator<Map<String, String>> upwards =
          Comparator.comparing(row -> row.getOrDefault(normalized(column), ""));
      sorted.sort(descending ? upwards.reversed() : upwards);
    }
    return sorted;
  }

  /** How a table is to look on this console. */
  Style style(Console console) {
    Style style = console.dataStyle();
    if (maxWidth > 0) {
      return new Style(style.coloured(), () -> OptionalInt.of(maxWidth));
    }
    return fitWidth ? new Style(style.coloured(), console::terminalColumns) : style;
  }
}
