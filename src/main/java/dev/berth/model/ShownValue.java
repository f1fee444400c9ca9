package dev.berth.model;

import java.util.regex.Pattern;

/**
 * A value of a configuration as a message may show it. Whatever was written may be a secret that
 * was put at the wrong place, and messages go to terminals, journals and the logs of deployments:
 * so only what has the shape of a number is shown, and of all else how long it is. A name whose
 * meaning is that of a name (an image's, a container's, a network's) needs no such care.
 */
public final class ShownValue {
  private static final int LONGEST = 40;

  /** Numbers, durations, sizes, addresses, ranges, ratios: digits, marks, and few letters. */
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?[0-9](?:[0-9.,:/%-]*[A-Za-z]){0,3}[0-9.,:/%-]*");

  private ShownValue() {}

  /** Whether it has the shape of a number, and so is shown. */
  public static boolean isNumber(String text) {
    return text.length() <= LONGEST && NUMBER.matcher(text).matches();
  }

  /** The number in backquotes, else {@code a text of N characters}. */
  public static String of(String text) {
    if (isNumber(text)) {
      return "`" + text + "`";
    }
    int length = text.codePointCount(0, text.length());
    return switch (length) {
      case 0 -> "an empty text";
      case 1 -> "a text of 1 character";
      default -> "a text of " + length + " characters";
    };
  }
}
