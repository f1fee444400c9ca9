package dev.berth.cli;

import dev.berth.model.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * Rows under a head, in columns as wide as their widest cell, or narrower where the terminal is.
 */
final class TextTable {
  private static final int GAP = 2;
  private static final int NARROWEST = 8;

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

  /** The widest columns give way first: what is short says little when it is cut. */
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
    while (total > room) {
      int widest = 0;
      for (int column = 1; column < widths.size(); column++) {
        if (widths.get(column) > widths.get(widest)) {
          widest = column;
        }
      }
      if (widths.get(widest) <= NARROWEST) {
        break;
      }
      widths.set(widest, widths.get(widest) - 1);
      total--;
    }
    return widths;
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
