package dev.berth.systemd;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What a systemd's units have from it (org.freedesktop.systemd1(5), Environment and UnitPath).
 *
 * @param environment the variables that each of its units has
 * @param unitPath where it looks for units; empty where it does not tell
 */
public record ManagerSettings(SortedMap<String, String> environment, List<Path> unitPath) {
  static final String ASKED = "Environment,UnitPath";

  private static final Pattern WORD = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|\\S+");

  /** Keeps its own copies. */
  public ManagerSettings {
    environment = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(environment));
    unitPath = List.copyOf(unitPath);
  }

  /** Those of an answer of {@code systemctl show}. */
  static ManagerSettings of(Map<String, String> answer) {
    SortedMap<String, String> environment = new TreeMap<>();
    for (String word : words(answer.getOrDefault("Environment", ""))) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        environment.put(word.substring(0, equals), word.substring(equals + 1));
      }
    }
    return new ManagerSettings(
        environment,
        words(answer.getOrDefault("UnitPath", "")).stream()
            .filter(word -> word.startsWith("/"))
            .map(Path::of)
            .toList());
  }

  /** Words with a blank or a mark in them stand in quotes, and marks after a backslash. */
  private static List<String> words(String line) {
    return WORD.matcher(line).results().map(ManagerSettings::bare).toList();
  }

  private static String bare(MatchResult word) {
    return word.group(1) == null ? word.group() : word.group(1).replaceAll("\\\\(.)", "$1");
  }
}
