package dev.berth.systemd;

import dev.berth.host.CommandResult;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds out which units of a failed {@code systemctl start} or {@code stop} failed, and why. */
final class JobFailures {
  // "Job for X failed because …", "A dependency job for X failed.", "Failed to start X: Unit …".
  private static final Pattern WORDS = Pattern.compile("[\\s'\"]+");

  private JobFailures() {}

  /**
   * The units that failed.
   *
   * <p>systemctl names each job that failed on standard error; a unit it does not name has failed
   * when it is not in the state that was wanted. Under Restart=always a failed start never shows as
   * failed: it waits in auto-restart, so the state alone is not asked for those that were named.
   *
   * @param begun when systemctl was called, in microseconds of the monotonic clock
   */
  static Map<String, String> of(
      List<String> asked,
      CommandResult result,
      Map<String, UnitProperties> shown,
      boolean mustBeUp,
      long begun) {
    Map<String, String> failures = new LinkedHashMap<>();
    for (String unit : asked) {
      String said = linesAbout(unit, result.stderr());
      UnitProperties properties = shown.get(unit);
      if (!said.isEmpty()) {
        failures.put(
            unit, properties == null ? said : said + " [" + properties.summary(begun) + "]");
      } else if (properties != null && mustBeUp != properties.isUp() && isSettled(properties)) {
        failures.put(unit, properties.summary(begun));
      }
    }
    if (failures.isEmpty()) {
      asked.forEach(unit -> failures.put(unit, result.lastWords()));
    }
    return failures;
  }

  /** A unit that is on its way because of somebody else's job has not failed ours. */
  private static boolean isSettled(UnitProperties properties) {
    String active = properties.text("ActiveState");
    return !active.equals("deactivating")
        && (!active.equals("activating") || properties.text("SubState").equals("auto-restart"));
  }

  private static String linesAbout(String unit, String stderr) {
    return stderr
        .lines()
        .map(String::strip)
        .filter(line -> !line.startsWith("See ") && names(line).contains(unit))
        .collect(Collectors.joining("; "));
  }

  private static Set<String> names(String line) {
    return Arrays.stream(WORDS.split(line))
        .map(word -> word.replaceAll("[:,.;]+$", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
