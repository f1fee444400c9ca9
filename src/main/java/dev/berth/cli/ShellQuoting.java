package dev.berth.cli;

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
    return safe ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
