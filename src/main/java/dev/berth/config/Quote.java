package dev.berth.config;

/** Shows an offending value in a message without letting it fill or break the line. */
final class Quote {
  private static final int LONGEST = 80;

  private Quote() {}

  static String of(String text) {
    return "`" + shortened(text) + "`";
  }

  static String shortened(String text) {
    return shortened(text, LONGEST);
  }

  static String shortened(String text, int longest) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .limit(longest)
        .forEach(
            point -> {
              if (Character.isISOControl(point)) {
                shown.append(String.format("\\u%04x", point));
              } else {
                shown.appendCodePoint(point);
              }
            });
    return text.codePointCount(0, text.length()) > longest ? shown + "…" : shown.toString();
  }
}
