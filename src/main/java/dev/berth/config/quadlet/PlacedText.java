package dev.berth.config.quadlet;

import dev.berth.model.SourcePosition;
import java.util.ArrayList;
import java.util.List;

/**
 * A value of a unit, with where each of its characters stands: one that goes on over several lines
 * has parts on each of them.
 *
 * @param text the value, its lines joined
 * @param parts where a new line's share begins, in order; never empty
 */
record PlacedText(String text, List<Part> parts) {
  /**
   * What stands on one line.
   *
   * @param offset of its first character in the text
   * @param at where that stands
   */
  record Part(int offset, SourcePosition at) {}

  PlacedText {
    parts = List.copyOf(parts);
  }

  /** Where a character stands. */
  SourcePosition at(int offset) {
    Part last = parts.getFirst();
    for (Part part : parts) {
      if (part.offset() <= offset) {
        last = part;
      }
    }
    SourcePosition start = last.at();
    int columns = text.codePointCount(last.offset(), Math.min(offset, text.length()));
    return new SourcePosition(start.file(), start.line(), start.column() + columns);
  }

  /** Where it begins. */
  SourcePosition at() {
    return at(0);
  }

  /** The same and a further line. */
  PlacedText joined(String more, SourcePosition where) {
    List<Part> all = new ArrayList<>(parts);
    all.add(new Part(text.length(), where));
    return new PlacedText(text + more, all);
  }

  /** The same without blanks at its end. */
  PlacedText stripTrailing() {
    return new PlacedText(text.stripTrailing(), parts);
  }
}
