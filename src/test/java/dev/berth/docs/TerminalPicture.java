package dev.berth.docs;

import dev.berth.docs.Screen.Ink;
import dev.berth.docs.Screen.Row;
import dev.berth.docs.Screen.Span;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * A picture of a terminal: commands, each with what it has printed. As SVG it needs nothing but
 * itself, and it can be read back from there.
 *
 * @param title what a screen reader says first
 * @param description what is seen, in a sentence
 */
public record TerminalPicture(String title, String description, List<Run> runs) {
  private static final Span PROMPT = new Span(Ink.PROMPT, "#");
  private static final int ROW = 18;
  private static final int COLUMN = 8;
  private static final int MARGIN = 16;
  private static final int BAR = 32;

  /** Before each command but the first. */
  private static final int GAP = 10;

  private static final String HEAD =
      """
      <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" role="img" aria-labelledby="t d">
      <title id="t">%3$s</title>
      <desc id="d">%4$s</desc>
      <style>
      .window{fill:#161b22;stroke:#57606a}
      .button{fill:#57606a}
      text{font:13px ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace;white-space:pre;fill:#d7dde4}
      .bold{font-weight:700;fill:#ffffff}
      .faint,.prompt{fill:#9aa5b1}
      .red{fill:#ff8a80}
      .green{fill:#7ee08a}
      .yellow{fill:#f2cc60}
      </style>
      <rect class="window" x=".5" y=".5" width="%5$d" height="%6$d" rx="5"/>
      <circle class="button" cx="20" cy="17" r="5"/>
      <circle class="button" cx="38" cy="17" r="5"/>
      <circle class="button" cx="56" cy="17" r="5"/>
      <g xml:space="preserve">
      """;

  /** A command and what it has printed. */
  public record Run(String command, List<Row> rows) {
    /** Whether another run of the command has printed the same, as {@link Transcript} compares. */
    public boolean shows(Run other) {
      return command.equals(other.command)
          && new Transcript.Exchange(command, List.of(), marked()).matches(other.marked());
    }

    /** What it has printed, as text. */
    public List<String> marked() {
      return rows.stream().map(Row::marked).toList();
    }
  }

  /** The picture as a file. */
  public String svg() {
    StringBuilder body = new StringBuilder();
    int y = BAR + ROW - 4;
    int columns = 0;
    for (Run run : runs) {
      y += body.isEmpty() ? 0 : GAP;
      List<Row> rows = new ArrayList<>(run.rows());
      rows.addFirst(new Row(List.of(PROMPT, new Span(Ink.BOLD, " " + run.command()))));
      for (Row row : rows) {
        columns = Math.max(columns, row.length());
        body.append("<text x=\"%d\" y=\"%d\">".formatted(MARGIN, y));
        row.spans().forEach(span -> body.append(element(span)));
        body.append("</text>\n");
        y += ROW;
      }
    }
    int width = columns * COLUMN + 2 * MARGIN;
    int height = y - ROW + MARGIN;
    return HEAD.formatted(
            width, height, escaped(title), escaped(description), width - 1, height - 1)
        + body
        + "</g>\n</svg>\n";
  }

  private static String element(Span span) {
    String text = escaped(span.text());
    return span.ink() == Ink.PLAIN
        ? text
        : "<tspan class=\""
            + span.ink().name().toLowerCase(Locale.ROOT)
            + "\">"
            + text
            + "</tspan>";
  }

  /** As XML can have it: most control characters are not for it, not even escaped. */
  private static String escaped(String text) {
    return text.replaceAll("[\\p{Cc}\\x{FFFE}\\x{FFFF}]", "\uFFFD")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;");
  }

  /** Reads a picture that was written here. */
  public static TerminalPicture read(String svg) {
    Element root = parse(svg);
    List<Run> runs = new ArrayList<>();
    NodeList texts = root.getElementsByTagName("text");
    for (int i = 0; i < texts.getLength(); i++) {
      List<Span> spans = spans(texts.item(i));
      if (!spans.isEmpty() && spans.getFirst().equals(PROMPT)) {
        runs.add(new Run(spans.getLast().text().substring(1), new ArrayList<>()));
      } else {
        runs.getLast().rows().add(new Row(spans));
      }
    }
    return new TerminalPicture(text(root, "title"), text(root, "desc"), runs);
  }

  private static List<Span> spans(Node text) {
    List<Span> spans = new ArrayList<>();
    for (Node node = text.getFirstChild(); node != null; node = node.getNextSibling()) {
      Ink ink =
          node instanceof Element tspan
              ? Ink.valueOf(tspan.getAttribute("class").toUpperCase(Locale.ROOT))
              : Ink.PLAIN;
      spans.add(new Span(ink, node.getTextContent()));
    }
    return spans;
  }

  private static String text(Element root, String name) {
    return root.getElementsByTagName(name).item(0).getTextContent();
  }

  private static Element parse(String svg) {
    try {
      return DocumentBuilderFactory.newDefaultInstance()
          .newDocumentBuilder()
          .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)))
          .getDocumentElement();
    } catch (IOException | SAXException | ParserConfigurationException cause) {
      throw new IllegalArgumentException("not a picture", cause);
    }
  }
}
