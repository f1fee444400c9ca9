package dev.berth.graph;

import dev.berth.graph.Layout.Box;
import java.util.Locale;

/** The text of an SVG picture, element by element. */
final class Svg {
  static final String FONT =
      "font-family:system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif";
  static final String FIXED =
      "font-family:ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace";

  private final StringBuilder text = new StringBuilder();

  /**
   * Begins a picture that can be read out.
   *
   * @param title what it is
   * @param description what it shows, in words
   * @param style rules for its classes
   */
  Svg(double width, double height, String title, String description, String style) {
    String w = number(width);
    String h = number(height);
    text.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + w + "\" height=\"" + h);
    text.append("\" viewBox=\"0 0 " + w + " " + h + "\" role=\"img\" aria-labelledby=\"t d\">\n");
    text.append("<title id=\"t\">" + escaped(title) + "</title>\n");
    text.append("<desc id=\"d\">" + escaped(description) + "</desc>\n");
    text.append("<style>\n" + style + "</style>\n");
    text.append("<rect class=\"page\" width=\"" + w + "\" height=\"" + h + "\"/>\n");
  }

  /** What belongs together, with a text that is shown when pointed at; empty for none. */
  void begin(String classes, String title) {
    text.append("<g class=\"" + classes + "\">");
    text.append(title.isEmpty() ? "" : "<title>" + escaped(title) + "</title>");
    text.append('\n');
  }

  void end() {
    text.append("</g>\n");
  }

  void box(String classes, Box box, double radius) {
    text.append("<rect" + classes(classes) + " x=\"" + number(box.x()) + "\" y=\"");
    text.append(number(box.y()) + "\" width=\"" + number(box.width()) + "\" height=\"");
    text.append(number(box.height()) + "\" rx=\"" + number(radius) + "\"/>\n");
  }

  void path(String classes, String way) {
    text.append("<path" + classes(classes) + " d=\"" + way + "\"/>\n");
  }

  void text(String classes, double x, double y, String words) {
    text.append("<text" + classes(classes) + " x=\"" + number(x) + "\" y=\"" + number(y) + "\">");
    text.append(escaped(words) + "</text>\n");
  }

  /** Text as it is: elements that the rest has no method for. */
  void raw(String elements) {
    text.append(elements);
  }

  /** The whole picture, without a newline at its end. */
  String finish() {
    return text.append("</svg>").toString();
  }

  private static String classes(String classes) {
    return classes.isEmpty() ? "" : " class=\"" + classes + "\"";
  }

  /** With a digit after the point where it is needed. */
  static String number(double value) {
    String one = String.format(Locale.ROOT, "%.1f", value);
    return one.endsWith(".0") ? one.substring(0, one.length() - 2) : one;
  }

  /** What may stand in an element or between quotes; XML 1.0 has no place for most controls. */
  static String escaped(String text) {
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
