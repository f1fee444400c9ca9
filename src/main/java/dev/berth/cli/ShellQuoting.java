package dev.berth.cli;

import dev.berth.model.VisibleText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Words as a person can paste them into a POSIX shell. Only ever printed, never run. */
final class ShellQuoting {
  private static final String SAFE =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789@%+=:,./_-";

  private ShellQuoting() {}

  static String line(List<String> words) {
    return words.stream().map(ShellQuoting::word).collect(Collectors.joining(" "));
  }

  static String word(String word) {
    boolean safe = !word.isEmpty() && word.chars().allMatch(c -> SAFE.indexOf(c) >= 0);
    if (safe) {
      return word;
    }
    String quoted = "'" + word.replace("'", "'\\''") + "'";
    return VisibleText.lines(word).equals(word) ? quoted : printed(quoted);
  }

  /** What a terminal would act upon is printed by the shell, byte by byte. */
  private static String printed(String quoted) {
    StringBuilder text = new StringBuilder();
    quoted
        .codePoints()
        .mapToObj(Character::toString)
        .forEach(
            character -> {
              if (VisibleText.lines(character).equals(character)) {
                text.append(character);
              } else {
                text.append("'\"$(printf '");
                for (byte b : character.getBytes(StandardCharsets.UTF_8)) {
                  text.append(String.format("\\%03o", b & 0xff));
                }
                text.append("')\"'");
              }
            });
    return text.toString();
  }
}
