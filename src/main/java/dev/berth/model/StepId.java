package dev.berth.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a configuration's id says of the order among configurations: {@code tripleo_step3} comes
 * after {@code tripleo_step1}, whenever each is applied.
 *
 * @param series the same for the steps that follow one another
 * @param number its place among them
 */
public record StepId(String series, int number) {
  private static final Pattern STEP = Pattern.compile("(.*_step)(\\d{1,3})");

  /** The step that an id names; empty for one that stands for itself. */
  public static Optional<StepId> of(String configId) {
    Matcher step = STEP.matcher(configId);
    return step.matches()
        ? Optional.of(new StepId(step.group(1), Integer.parseInt(step.group(2))))
        : Optional.empty();
  }

  /** Whether it comes after the other one. */
  public boolean isAfter(StepId other) {
    return series.equals(other.series) && number > other.number;
  }

  /** The id of the step with this number. */
  public String id(int other) {
    return series + other;
  }
}
