package dev.berth.model;

import java.util.OptionalInt;

/** What systemd takes for text: Unicode without noncharacters, written as UTF-8. */
public final class PlainText {
  private static final int FIRST_RESERVED = 0xFDD0;
  private static final int LAST_RESERVED = 0xFDEF;
  private static final int END_OF_PLANE = 0xFFFE;

  private PlainText() {}

  /**
   * The first code point for which systemd drops the whole line, and writes it to its journal:
   * {@code unichar_is_valid()} of its src/basic/utf8.c. A surrogate without its other half is one
   * as well; no file is read as holding one. Empty when there is none.
   */
  public static OptionalInt firstForbidden(String text) {
    // Every value of every file is looked at: no stream, which is slow in a start's first moments.
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      if (isForbidden(point)) {
        return OptionalInt.of(point);
      }
      i += Character.charCount(point);
    }
    return OptionalInt.empty();
  }

  private static boolean isForbidden(int point) {
    return (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)
        || (point >= FIRST_RESERVED && point <= LAST_RESERVED)
        || (point & END_OF_PLANE) == END_OF_PLANE;
  }
}
