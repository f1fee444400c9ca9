package dev.berth.graph;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a configuration id says of the order among configurations: {@code tripleo_step3} follows
 * {@code tripleo_step2}, any other id stands for itself.
 *
 * @param key the same for the steps of one series
 * @param step its number in the series
 */
record Lane(String key, int step) {
  private static final Pattern STEP = Pattern.compile("(.*_step)(\\d{1,3})");

  static Lane of(String configId) {
    Matcher step = STEP.matcher(configId);
    return step.matches()
        ? new Lane(step.group(1), Integer.parseInt(step.group(2)))
        : new Lane(configId, 0);
  }
}
