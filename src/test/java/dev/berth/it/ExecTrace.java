package dev.berth.it;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what {@code strace -f -e trace=execve} wrote about a run of Berth. */
final class ExecTrace {
  private static final Pattern LINE = Pattern.compile("(\\d+) +(.*)");
  private static final Pattern CALL = Pattern.compile("execve\\(\"([^\"]*)\", \\[([^\\]]*)");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"");

  private ExecTrace() {}

  /**
   * The programs that Java became the parent of, each with the words that say what it does ({@code
   * podman image inspect}). What the launcher ran before, and Java's own helper, are left out.
   */
  static List<String> startedByJava(String trace) {
    List<String> started = new ArrayList<>();
    Map<String, String> unfinished = new HashMap<>();
    boolean inJava = false;
    for (String line : trace.lines().toList()) {
      Matcher parts = LINE.matcher(line);
      if (!parts.matches()) {
        continue;
      }
      String event = parts.group(2);
      if (event.startsWith("execve(")) {
        unfinished.put(parts.group(1), event);
      }
      if (event.endsWith(" = 0")) {
        Matcher call = CALL.matcher(unfinished.getOrDefault(parts.group(1), ""));
        if (call.find()) {
          String program = call.group(1).substring(call.group(1).lastIndexOf('/') + 1);
          if (inJava && !program.equals("jspawnhelper")) {
            started.add(program + action(call.group(2)));
          }
          inJava |= program.equals("java");
        }
      }
    }
    return started;
  }

  /** The words up to the first option, or that option where there is no word. */
  private static String action(String quotedWords) {
    StringBuilder action = new StringBuilder();
    Matcher word = WORD.matcher(quotedWords);
    boolean isProgram = true;
    while (word.find()) {
      boolean isOption = word.group(1).startsWith("-");
      if (!isProgram && isOption && !action.isEmpty()) {
        break;
      }
      if (!isProgram) {
        action.append(' ').append(word.group(1));
        if (isOption) {
          break;
        }
      }
      isProgram = false;
    }
    return action.toString();
  }
}
