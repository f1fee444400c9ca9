package dev.berth.docs;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a {@code console} block shows: commands, each with its output.
 *
 * <p>A line that begins with {@code $ } is a command; {@code > } continues it. All else is output,
 * standard error included, and {@code [exit status N]} at its end where that is not 0. Compared are
 * the words only: numbers, ids, blanks, ages and the length of bars may differ, lines of progress
 * may come in another order, and {@code ...} stands for anything, on a line of its own for any
 * lines.
 */
public record Transcript(List<Exchange> exchanges) {
  private static final String PROMPT = "$ ";
  private static final String CONTINUATION = "> ";

  /** A command with the output that is shown for it. */
  public record Exchange(String command, List<String> prompts, List<String> output) {
    /** Whether this output is the one shown. */
    public boolean matches(List<String> actual) {
      StringBuilder pattern = new StringBuilder();
      for (String line : ordered(output)) {
        if (line.equals("...")) {
          pattern.append("(?:[^\n]*\n)*");
        } else {
          for (String part : line.split("\\.\\.\\.", -1)) {
            pattern.append(Pattern.quote(words(part))).append("[^\n]*");
          }
          pattern.setLength(pattern.length() - "[^\n]*".length());
          pattern.append('\n');
        }
      }
      String text = String.join("", ordered(actual).stream().map(l -> words(l) + "\n").toList());
      return text.matches(pattern.toString());
    }

    private static String words(String line) {
      return line.replaceAll("\\b[0-9a-f]{12,}\\b", "ID")
          .replaceAll("\\bLess than a second\\b", "0 seconds")
          .replaceAll("\\bAbout a minute\\b", "1 minute")
          .replaceAll("\\d+", "0")
          .replaceAll("█[█─]*", "█")
          .replaceAll("\\b0 (?:second|minute)s?\\b", "0 TIME")
          .replaceAll(" +", " ")
          .stripTrailing();
    }

    /** Steps that are done side by side end in any order. */
    private static List<String> ordered(List<String> lines) {
      List<String> sorted = new ArrayList<>(lines);
      int begin = 0;
      for (int end = 0; end <= sorted.size(); end++) {
        if (end == sorted.size() || !sorted.get(end).startsWith("done ")) {
          Collections.sort(sorted.subList(begin, end));
          begin = end + 1;
        }
      }
      return sorted;
    }
  }

  /** Reads the lines of a block. */
  public static Transcript parse(List<String> lines) {
    List<Exchange> exchanges = new ArrayList<>();
    int i = 0;
    while (i < lines.size()) {
      List<String> prompts = new ArrayList<>(List.of(lines.get(i)));
      StringBuilder command = new StringBuilder(lines.get(i++).substring(PROMPT.length()));
      while (i < lines.size() && lines.get(i).startsWith(CONTINUATION)) {
        prompts.add(lines.get(i));
        command.append('\n').append(lines.get(i++).substring(CONTINUATION.length()));
      }
      List<String> output = new ArrayList<>();
      while (i < lines.size() && !lines.get(i).startsWith(PROMPT)) {
        output.add(lines.get(i++));
      }
      exchanges.add(new Exchange(command.toString(), prompts, output));
    }
    return new Transcript(exchanges);
  }
}
