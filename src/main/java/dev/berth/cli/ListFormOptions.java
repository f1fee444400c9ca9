package dev.berth.cli;

import dev.berth.service.InvalidUse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Model.OptionSpec;

/** What a list looks like, in the words of cliff, which Paunch's list was made with. */
final class ListFormOptions implements SharedOptions {
  final Argument<CsvText.Quote> quote =
      Argument.choice(
          CsvText.Quote.nonnumeric,
          CsvText.Quote.values(),
          OptionSpec.builder("--quote")
              .paramLabel("all|minimal|none|nonnumeric")
              .description(
                  "What stands between quotes in csv (default: nonnumeric, so everything, as all"
                      + " are texts)."));

  final Argument<Boolean> noindent =
      Argument.flag(OptionSpec.builder("--noindent").description("Print json on one line."));

  final Argument<Optional<Integer>> maxWidth =
      Argument.number(
          OptionSpec.builder("--max-width")
              .paramLabel("N")
              .description(
                  "How many characters a line of the table may have; 0 for no limit (default)."));

  final Argument<Boolean> fitWidth =
      Argument.flag(
          OptionSpec.builder("--fit-width")
              .description("Fit the table to the terminal also where it is printed to none."));

  final Argument<Boolean> printEmpty =
      Argument.flag(
          OptionSpec.builder("--print-empty")
              .description(
                  "Print the head of a table without rows; always done, but for paunch list."));

  final Argument<List<String>> sortColumns =
      Argument.texts(
          OptionSpec.builder("--sort-column")
              .paramLabel("COLUMN")
              .description(
                  "Sort by this column; may be repeated, the first one counts most. What is no"
                      + " column is ignored, capitals too."));

  final Argument<Boolean> ascending =
      Argument.flag(OptionSpec.builder("--sort-ascending").description("Sort upwards (default)."));

  final Argument<Boolean> descending =
      Argument.flag(OptionSpec.builder("--sort-descending").description("Sort downwards."));

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
