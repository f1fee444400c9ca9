package dev.berth.cli;

import dev.berth.systemd.ExecWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The text of a unit without what an operator wrote that may be secret: the words of commands, the
 * values of variables, labels and annotations.
 */
final class RedactedUnit {
  private static final String HIDDEN = "[hidden]";

  private static final Set<String> SECRET_OPTIONS =
      Set.of("--annotation", "--env", "--health-cmd", "--label", "--entrypoint", "--log-opt");

  /** Those whose values have names. */
  private static final Set<String> NAMED = Set.of("--annotation", "--env", "--label");

  private RedactedUnit() {}

  static String of(String text) {
    return text.lines().map(RedactedUnit::line).collect(Collectors.joining("\n"));
  }

  private static String line(String line) {
    int equals = line.indexOf('=');
    if (line.startsWith("Exec")) {
      return line.substring(0, equals + 1) + command(line.substring(equals + 1));
    }
    if (line.startsWith("Environment=") && !line.contains("PODMAN_SYSTEMD_UNIT")) {
      return "Environment=" + HIDDEN;
    }
    return line;
  }

  /** Options with a value are one word each; the first other word after them names the subject. */
  private static String command(String command) {
    List<String> words = ExecWords.split(command);
    List<String> shown = new ArrayList<>();
    boolean runs = words.size() > 1 && List.of("run", "create", "exec").contains(words.get(1));
    int subjects = 0;
    for (int i = 0; i < words.size() && subjects < 1; i++) {
      String word = words.get(i);
      boolean isOption = bare(word).startsWith("-");
      shown.add(runs && isOption ? option(word) : word);
      if (runs && i > 1 && !isOption) {
        subjects++;
        if (i < words.size() - 1) {
          shown.add(HIDDEN);
        }
      }
    }
    return String.join(" ", shown);
  }

  private static String option(String word) {
    String bare = bare(word);
    int equals = bare.indexOf('=');
    if (equals > 0 && SECRET_OPTIONS.contains(bare.substring(0, equals))) {
      String option = bare.substring(0, equals);
      int second = NAMED.contains(option) ? bare.indexOf('=', equals + 1) : -1;
      return bare.substring(0, Math.max(equals, second) + 1) + HIDDEN;
    }
    return word;
  }

  private static String bare(String word) {
    return word.startsWith("\"") && word.length() > 1 ? word.substring(1, word.length() - 1) : word;
  }
}
