package dev.berth.cli;

import dev.berth.model.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Rows under a head, in columns as wide as their widest cell, or narrower where the terminal is.
 */
final class TextTable {
  private static final int GAP = 2;
  private static final int NARROWEST = 8;

  /** What a row is about, and how it is: cut only where nothing else is left to cut. */
  private static final Set<String> CUT_LAST = Set.of("CONTAINER", "CONFIG", "STATUS", "HEALTH");

  private final List<String> head;
  private final List<List<Cell>> rows = new ArrayList<>();

  /** A table without rows; the head is the names of its columns. */
  TextTable(List<String> head) {
    this.head = List.copyOf(head);
  }

  /**
   * One field of a row.
   *
   * @param text what it says; on one line, since a second one would be a row of its own
   * @param paint its colour, which changes no width
   */
  record Cell(String text, UnaryOperator<String> paint) {
    Cell {
      text = VisibleText.of(text);
    }

    Cell(String text) {
      this(text, UnaryOperator.identity());
    }
  }

  /** Adds a row with a cell for each column. */
  void add(List<Cell> row) {
    if (row.size() != head.size()) {
      throw new IllegalArgumentException(row.size() + " cells for " + head.size() + " columns");
    }
    rows.add(List.copyOf(row));
  }

  /** The lines, the head first, none longer than the terminal is wide where that can be had. */
  List<String> lines(Style style) {
    List<Integer> widths = widths(style.columns().get());
    List<String> lines = new ArrayList<>();
    lines.add(style.bold(line(head.stream().map(Cell::new).toList(), widths)));
    rows.forEach(row -> lines.add(line(row, widths)));
    return lines;
  }

  private List<Integer> widths(OptionalInt columns) {
    List<Integer> widths = new ArrayList<>();
    for (int column = 0; column < head.size(); column++) {
      int width = head.get(column).length();
      for (List<Cell> row : rows) {
        width = Math.max(width, row.get(column).text().length());
      }
      widths.add(width);
    }
    int room = columns.orElse(Integer.MAX_VALUE) - GAP * (head.size() - 1);
    int total = widths.stream().mapToInt(Integer::intValue).sum();
    total = narrowed(widths, total, room, column -> !CUT_LAST.contains(head.get(column)));
    narrowed(widths, total, room, column -> true);
    return widths;
  }

  /**
   * Takes from the widest of these columns: what is short says little when it is cut.
   *
   * @return how wide all are together then
   */
  private static int narrowed(List<Integer> widths, int total, int room, IntPredicate isCut) {
    int left = total;
    while (left > room) {
      OptionalInt widest =
          IntStream.range(0, widths.size())
              .filter(isCut)
              .filter(column -> widths.get(column) > NARROWEST)
              .reduce((one, other) -> widths.get(other) > widths.get(one) ? other : one);
      if (widest.isEmpty()) {
        break;
      }
      widths.set(widest.getAsInt(), widths.get(widest.getAsInt()) - 1);
      left--;
    }
    return left;
  }

  private static String line(List<Cell> row, List<Integer> widths) {
    int last = row.size() - 1;
    while (last > 0 && row.get(last).text().isEmpty()) {
      last--;
    }
    StringBuilder line = new StringBuilder();
    for (int column = 0; column <= last; column++) {
      Cell cell = row.get(column);
      String text = cut(cell.text(), widths.get(column));
      line.append(text.isEmpty() ? "" : cell.paint().apply(text));
      if (column < last) {
        line.append(" ".repeat(widths.get(column) - text.length() + GAP));
      }
    }
    return line.toString();
  }

  /** Text that is no longer than this many characters, with a mark where some are left out. */
  static String cut(String text, int width) {
    if (text.length() <= width) {
      return text;
    }
    int end = width - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }
}
