package dev.berth.graph;

import dev.berth.graph.Layout.Box;
import java.util.Locale;

/** The text of an SVG picture, element by element. */
final class Svg {
  /** Rules for the writing, and for a dark page: its colours are turned, their hues kept. */
  static final String STYLE =
      """
      .page{fill:#ffffff}
      text{font:11px system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif;fill:#475569}
      .title{font-size:16px;font-weight:600;fill:#1d2733}
      .name{font:12px ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace;fill:#1d2733}
      @media (prefers-color-scheme:dark){svg{filter:invert(.92) hue-rotate(180deg)}}
      """;

  private final StringBuilder text = new StringBuilder();

  /** A group of elements, with a text that is shown when pointed at; empty for none. */
  void begin(String classes, String title) {
    text.append("<g class=\"" + classes + "\">");
    text.append(title.isEmpty() ? "" : "<title>" + escaped(title) + "</title>");
    text.append('\n');
  }

  void end() {
    text.append("</g>\n");
  }

  void box(String classes, Box box, double radius) {
    text.append(
        "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"%s\"/>\n"
            .formatted(
                classes,
                number(box.x()),
                number(box.y()),
                number(box.width()),
                number(box.height()),
                number(radius)));
  }

  /**
   * A line or an outline.
   *
   * @param way letters as in SVG's path data, and numbers
   */
  void path(String classes, Object... way) {
    text.append("<path class=\"" + classes + "\" d=\"");
    for (Object part : way) {
      text.append(part instanceof Double number ? number(number) + " " : part);
    }
    text.append("\"/>\n");
  }

  void text(String classes, double x, double y, String words) {
    text.append(
        "<text class=\"%s\" x=\"%s\" y=\"%s\">%s</text>\n"
            .formatted(classes, number(x), number(y), escaped(words)));
  }

  /**
   * The whole picture, without a newline at its end. It can be read out.
   *
   * @param title what it is
   * @param description what it shows, in words
   * @param head rules for its classes, and elements that it refers to
   */
  String finish(double width, double height, String title, String description, String head) {
    return """
    <svg xmlns="http://www.w3.org/2000/svg" width="%1$s" height="%2$s" viewBox="0 0 %1$s %2$s" role="img" aria-labelledby="t d">
    <title id="t">%3$s</title>
    <desc id="d">%4$s</desc>
    %5$s<rect class="page" width="%1$s" height="%2$s"/>
    %6$s</svg>\
    """
        .formatted(number(width), number(height), escaped(title), escaped(description), head, text);
  }

  /** With a digit after the point where it is needed. */
  private static String number(double value) {
    String one = String.format(Locale.ROOT, "%.1f", value);
    return one.endsWith(".0") ? one.substring(0, one.length() - 2) : one;
  }

  /** Text as it may stand in an element or in quotes; XML 1.0 has no place for most controls. */
  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replaceAll("[^\\u0009\\u0020-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]", " ");
  }

  /** At most so many characters, the middle left out: names tend to differ at both ends. */
  static String shortened(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int tail = (most - 1) / 2;
    return text.substring(0, most - 1 - tail) + "…" + text.substring(text.length() - tail);
  }
}
