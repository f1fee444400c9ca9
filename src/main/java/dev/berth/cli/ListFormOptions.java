package dev.berth.cli;

import dev.berth.service.InvalidUse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What a list looks like, in the words of cliff, which Paunch's list was made with. */
final class ListFormOptions implements SharedOptions {
  final Argument<CsvText.Quote> quote =
      Argument.choice(
          CsvText.Quote.nonnumeric,
          CsvText.Quote.values(),
          "--quote",
          "all|minimal|none|nonnumeric",
          "What stands between quotes in csv (default: nonnumeric, so everything, as all"
              + " are texts).");

  final Argument<Boolean> noindent = Argument.flag("--noindent", "Print json on one line.");

  final Argument<Optional<Integer>> maxWidth =
      Argument.number(
          "--max-width",
          "N",
          "How many characters a line of the table may have; 0 for no limit (default).");

  final Argument<Boolean> fitWidth =
      Argument.flag(
          "--fit-width", "Fit the table to the terminal also where it is printed to none.");

  final Argument<Boolean> printEmpty =
      Argument.flag(
          "--print-empty",
          "Print the head of a table without rows; always done, but for paunch list.");

  final Argument<List<String>> sortColumns =
      Argument.texts(
          "--sort-column",
          "COLUMN",
          "Sort by this column; may be repeated, the first one counts most. What is no column is"
              + " ignored, capitals too.");

  final Argument<Boolean> ascending = Argument.flag("--sort-ascending", "Sort upwards (default).");

  final Argument<Boolean> descending = Argument.flag("--sort-descending", "Sort downwards.");

  @Override
  public String name() {
    return "form";
  }

  @Override
  public List<Argument<?>> arguments() {
    return List.of(
        quote, noindent, maxWidth, fitWidth, printEmpty, sortColumns, ascending, descending);
  }

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
    if (ascending.get() && descending.get()) {
      throw new InvalidUse("--sort-ascending and --sort-descending contradict each other");
    }
    List<Map<String, String>> sorted = new ArrayList<>(rows);
    for (String column : sortColumns.get().reversed()) {
      Comparator<Map<String, String>> upwards =
          Comparator.comparing(row -> row.getOrDefault(normalized(column), ""));
      sorted.sort(descending.get() ? upwards.reversed() : upwards);
    }
    return sorted;
  }

  /** How a table is to look on this console. */
  Style style(Console console) {
    Style style = console.dataStyle();
    int width = maxWidth.get().orElse(0);
    if (width > 0) {
      return new Style(style.coloured(), () -> OptionalInt.of(width));
    }
    return fitWidth.get() ? new Style(style.coloured(), console::terminalColumns) : style;
  }
}
