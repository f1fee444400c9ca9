package dev.berth.cli;

import dev.berth.model.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How text looks where it goes.
 *
 * @param coloured whether with ANSI colours
 * @param columns how wide the terminal is, in characters; empty where it is none, so that what
 *     programs read is never cut or wrapped
 */
record Style(boolean coloured, Supplier<OptionalInt> columns) {
  private static final int LEAST_ROOM = 20;
  private static final Pattern COLOUR = Pattern.compile("\u001b\\[(?:0|1|2|31|32|33)m");

  /** Colours, or none, and lines of any length. */
  Style(boolean coloured) {
    this(coloured, OptionalInt::empty);
  }

  /**
   * Text as lines that fit the terminal behind what stands before them; one line where it fits, or
   * where there would be too little room.
   *
   * @param indentation how many characters stand before each line
   */
  List<String> wrapped(String text, int indentation) {
    int room = columns.get().orElse(Integer.MAX_VALUE) - indentation;
    if (text.length() <= room || room < LEAST_ROOM) {
      return List.of(text);
    }
    List<String> lines = new ArrayList<>();
    String rest = text;
    while (rest.length() > room) {
      int blank = rest.lastIndexOf(' ', room);
      int end = blank > 0 ? blank : room;
      lines.add(rest.substring(0, end));
      rest = rest.substring(end).stripLeading();
    }
    if (!rest.isEmpty()) {
      lines.add(rest);
    }
    return lines;
  }

  String red(String text) {
    return paint("31", text);
  }

  String green(String text) {
    return paint("32", text);
  }

  String yellow(String text) {
    return paint("33", text);
  }

  String bold(String text) {
    return paint("1", text);
  }

  String faint(String text) {
    return paint("2", text);
  }

  /**
   * Text as it may be printed: colours of ours stay, anything else that a terminal would act upon
   * is escaped. Where there are no colours none stay.
   */
  String visible(String text) {
    if (!coloured || text.indexOf('\u001b') < 0) {
      return VisibleText.lines(text);
    }
    StringBuilder shown = new StringBuilder();
    Matcher colour = COLOUR.matcher(text);
    int end = 0;
    while (colour.find()) {
      shown.append(VisibleText.lines(text.substring(end, colour.start()))).append(colour.group());
      end = colour.end();
    }
    return shown.append(VisibleText.lines(text.substring(end))).toString();
  }

  /** Text as it may be printed, without the colours that it has. */
  static String plain(String text) {
    return VisibleText.lines(COLOUR.matcher(text).replaceAll(""));
  }

  /** A colour for one of many, each in its turn. */
  String oneOfMany(int index, String text) {
    // Cyan, yellow, green, magenta, blue, and the brighter ones: those that Compose takes.
    return paint(
        List.of("36", "33", "32", "35", "34", "96", "93", "92", "95", "94").get(index % 10), text);
  }

  private String paint(String code, String text) {
    return coloured ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
