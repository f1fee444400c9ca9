package dev.berth.systemd;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The words of the commands in the text of a unit that Berth wrote; systemd.syntax(7) backwards.
 */
public final class ExecWords {
  private static final String START = "ExecStart=";
  private static final Pattern WORD = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|\\S+");

  private ExecWords() {}

  /** Those of a command as they stand there, with their quotes. */
  public static List<String> split(String command) {
    return WORD.matcher(command).results().map(MatchResult::group).toList();
  }

  /**
   * Those of what the unit runs, from the engine on where a script runs that; none where the text
   * says nothing of it.
   */
  public static List<String> ofStart(String text) {
    List<String> words =
        text.lines()
            .filter(line -> line.startsWith(START))
            .flatMap(line -> split(line.substring(START.length())).stream())
            .map(ExecWords::bare)
            .toList();
    for (int i = 0; i + 1 < words.size(); i++) {
      if (words.get(i).startsWith("/") && words.get(i + 1).equals("run")) {
        return words.subList(i, words.size());
      }
    }
    return words;
  }

  private static String bare(String word) {
    String inside =
        word.length() > 1 && word.startsWith("\"") ? word.substring(1, word.length() - 1) : word;
    StringBuilder bare = new StringBuilder();
    for (int i = 0; i < inside.length(); i++) {
      char letter = inside.charAt(i);
      boolean isMark = letter == '\\' || letter == '%' || letter == '$';
      if (isMark && i + 1 < inside.length()) {
        i++;
        bare.append(letter == '\\' && inside.charAt(i) == 'n' ? '\n' : inside.charAt(i));
      } else {
        bare.append(letter);
      }
    }
    return bare.toString();
  }
}
