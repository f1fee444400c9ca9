package dev.berth.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a terminal shows in the end of what a program has written to it: with the colours that Berth
 * has, and without what was drawn over.
 */
public final class Screen {
  private static final Pattern TOKEN =
      Pattern.compile("\u001b\\[(\\d*)([A-Za-z])|\r\n|\n|[^\u001b\r\n]+");

  /** How a piece of text looks. */
  public enum Ink {
    PLAIN("0"),
    BOLD("1"),
    FAINT("2"),
    RED("31"),
    GREEN("32"),
    YELLOW("33"),
    /** No terminal's: what stands before a command. */
    PROMPT("");

    private final String code;

    Ink(String code) {
      this.code = code;
    }

    private static Ink of(String code) {
      for (Ink ink : values()) {
        if (ink.code.equals(code.isEmpty() ? "0" : code)) {
          return ink;
        }
      }
      throw new IllegalArgumentException("no such colour: " + code);
    }
  }

  /** A piece of a row in one ink. */
  public record Span(Ink ink, String text) {}

  /** A row of the screen. */
  public record Row(List<Span> spans) {
    /** How many characters it has. */
    public int length() {
      return spans.stream().mapToInt(span -> span.text().length()).sum();
    }

    /**
     * Its text, and after that again what is not plain, with its ink: so that texts compare both.
     */
    public String marked() {
      StringBuilder marked = new StringBuilder();
      spans.forEach(span -> marked.append(span.text()));
      for (Span span : spans) {
        if (span.ink() != Ink.PLAIN) {
          marked.append(" [").append(span.ink().name().toLowerCase(Locale.ROOT)).append(' ');
          marked.append(span.text().strip()).append(']');
        }
      }
      return marked.toString();
    }
  }

  private final List<List<Span>> rows = new ArrayList<>(List.of(new ArrayList<>()));
  private Ink ink = Ink.PLAIN;

  private Screen() {}

  /** The rows that are seen after this has been written; refuses what is unknown to it. */
  public static List<Row> of(String written) {
    Screen screen = new Screen();
    Matcher token = TOKEN.matcher(written);
    int end = 0;
    while (token.lookingAt()) {
      screen.write(token);
      end = token.end();
      token.region(end, written.length());
    }
    if (end < written.length()) {
      throw new IllegalArgumentException("not understood: " + written.substring(end).strip());
    }
    return screen.rows();
  }

  private void write(Matcher token) {
    String command = token.group(2);
    if (command == null) {
      if (token.group().endsWith("\n")) {
        rows.add(new ArrayList<>());
      } else {
        rows.getLast().add(new Span(ink, token.group()));
      }
      return;
    }
    switch (command) {
      case "m" -> ink = Ink.of(token.group(1));
      // Berth goes up only to clear from there, so what is below may go at once.
      case "F" -> {
        int first = rows.size() - 1 - Integer.parseInt(token.group(1));
        rows.subList(first, rows.size()).clear();
        rows.add(new ArrayList<>());
      }
      case "J" -> {}
      default -> throw new IllegalArgumentException("not understood: " + token.group());
    }
  }

  private List<Row> rows() {
    if (rows.getLast().isEmpty()) {
      rows.removeLast();
    }
    return rows.stream().map(Row::new).map(Screen::trimmed).toList();
  }

  private static Row trimmed(Row row) {
    List<Span> spans = new ArrayList<>(row.spans());
    while (!spans.isEmpty()) {
      Span last = spans.removeLast();
      String text = last.text().stripTrailing();
      if (!text.isEmpty()) {
        spans.add(new Span(last.ink(), text));
        break;
      }
    }
    return new Row(List.copyOf(spans));
  }
}
