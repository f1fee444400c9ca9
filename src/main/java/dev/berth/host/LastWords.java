package dev.berth.host;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a program said of why it failed. Programs end with a hint or a summary as often as with the
 * cause, and some need two lines for it, so all lines are kept that may say why.
 */
final class LastWords {
  /** A cause is a few lines; what is longer is a program's output. */
  private static final int LINES = 5;

  private static final int LONGEST = 1000;

  /** How many characters at the end are looked at. */
  private static final int CONSIDERED = 16 * 1024;

  /** {@code docker run}, {@code podman run}, {@code systemctl start}: where more could be read. */
  private static final Pattern HINT =
      Pattern.compile(
          "(?:See ['\"]|Run '.* --help'|Try '.* --help'|Usage:|For more help on how to use ).*");

  /** Warnings of Podman (logrus), of Docker, and what a pull says of its progress. */
  private static final Pattern TALK =
      Pattern.compile(
          "time=\"[^\"]*\" level=(?:warning|info|debug|trace) .*"
              + "|(?:WARN|INFO|DEBU)\\[\\d+\\] .*"
              + "|WARNING: .*"
              + "|Trying to pull .*|Getting image source signatures|Copying (?:blob|config) .*"
              + "|Writing manifest to image destination|Storing signatures"
              + "|Unable to find image '.*' locally|\\S+: Pulling from \\S+"
              + "|[0-9a-f]{12}: (?:Pulling|Waiting|Verifying|Download|Pull|Already) ?.*");

  /** What Docker and Podman say last of several containers; the cause of each stands before it. */
  private static final Pattern SUMMARY =
      Pattern.compile(
          "Error: failed to (?:start|stop|create|remove|kill|wait for) containers?: .*");

  private static final Pattern ERROR =
      Pattern.compile("(?:[a-z]+: )?(?:Error|ERROR|error|fatal|ERRO\\[\\d+\\]).*");

  private LastWords() {}

  /** The last words on one line; empty where it said nothing. */
  static String of(String output) {
    List<String> lines =
        output
            .substring(Math.max(0, output.length() - CONSIDERED))
            .lines()
            .map(line -> line.replaceAll("\\p{Cntrl}+", " ").strip())
            .filter(line -> !line.isEmpty())
            .toList();
    if (lines.isEmpty()) {
      return "";
    }
    List<String> telling = without(without(lines, HINT), TALK);
    List<String> causes = without(telling, SUMMARY);
    telling = causes.isEmpty() ? telling : causes;
    if (telling.stream().anyMatch(LastWords::isError)) {
      telling = telling.stream().dropWhile(line -> !isError(line)).toList();
    }
    if (telling.isEmpty()) {
      return shortened(lines.getLast());
    }
    Set<String> last =
        new LinkedHashSet<>(telling.subList(Math.max(0, telling.size() - LINES), telling.size()));
    return last.stream().map(LastWords::shortened).collect(Collectors.joining("; "));
  }

  /** The last line that says something; empty where none does. */
  static String lastLine(String output) {
    return shortened(
        output
            .substring(Math.max(0, output.length() - CONSIDERED))
            .lines()
            .filter(line -> !line.isBlank())
            .reduce("", (before, line) -> line)
            .strip());
  }

  private static boolean isError(String line) {
    return ERROR.matcher(line).matches();
  }

  private static List<String> without(List<String> lines, Pattern pattern) {
    return lines.stream().filter(line -> !pattern.matcher(line).matches()).toList();
  }

  private static String shortened(String line) {
    return line.length() > LONGEST ? line.substring(0, LONGEST) + " …" : line;
  }
}
