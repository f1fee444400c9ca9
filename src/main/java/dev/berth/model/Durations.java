package dev.berth.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as the configuration writes them: seconds as a number, or {@code 1h2m3s4ms5us}. */
public final class Durations {
  private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(h|ms|m|s|us|ns)");
  private static final Pattern SECONDS = Pattern.compile("\\d+(?:\\.\\d+)?");
  private static final BigDecimal NANOS_PER_SECOND = BigDecimal.valueOf(1_000_000_000L);
  // Ten years: beyond any sensible interval, and far from an overflow.
  private static final BigDecimal LONGEST = BigDecimal.valueOf(315_360_000L);

  private Durations() {}

  /** The duration, or empty when the text is none (negative and absurdly long ones are none). */
  public static Optional<Duration> parse(String text) {
    String trimmed = text.strip().toLowerCase(Locale.ROOT);
    if (trimmed.isEmpty() || trimmed.length() > 100) {
      return Optional.empty();
    }
    BigDecimal nanos =
        SECONDS.matcher(trimmed).matches()
            ? new BigDecimal(trimmed).multiply(NANOS_PER_SECOND)
            : sumOfParts(trimmed);
    if (nanos.signum() < 0 || nanos.divide(NANOS_PER_SECOND).compareTo(LONGEST) > 0) {
      return Optional.empty();
    }
    return Optional.of(Duration.ofNanos(nanos.setScale(0, RoundingMode.HALF_UP).longValueExact()));
  }

  private static BigDecimal sumOfParts(String text) {
    Matcher part = PART.matcher(text);
    BigDecimal nanos = BigDecimal.ZERO;
    int end = 0;
    while (part.lookingAt()) {
      nanos = nanos.add(new BigDecimal(part.group(1)).multiply(nanosOf(part.group(2))));
      end = part.end();
      part.region(end, text.length());
    }
    return end == text.length() ? nanos : BigDecimal.ONE.negate();
  }

  private static BigDecimal nanosOf(String unit) {
    return BigDecimal.valueOf(
        switch (unit) {
          case "h" -> 3_600_000_000_000L;
          case "m" -> 60_000_000_000L;
          case "s" -> 1_000_000_000L;
          case "ms" -> 1_000_000L;
          case "us" -> 1_000L;
          default -> 1L;
        });
  }

  /**
   * The canonical text: seconds with a fraction where there is one ({@code 90s}, {@code 0.25s}).
   */
  public static String format(Duration duration) {
    return BigDecimal.valueOf(duration.toNanos())
            .divide(NANOS_PER_SECOND)
            .stripTrailingZeros()
            .toPlainString()
        + "s";
  }

  /** Whole seconds, rounded up, as engines want them. */
  public static long wholeSeconds(Duration duration) {
    return duration.plusNanos(999_999_999L).toSeconds();
  }
}
