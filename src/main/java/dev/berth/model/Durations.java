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
  /** What only reading needs: a start that only writes durations is quicker without them. */
  private static final class Reading {
    static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(h|ms|m|s|us|ns)");
    static final Pattern SECONDS = Pattern.compile("\\d+(?:\\.\\d+)?");
    static final BigDecimal NANOS_PER_SECOND = BigDecimal.valueOf(BILLION);
    // Ten years: beyond any sensible interval, and far from an overflow.
    static final BigDecimal LONGEST = BigDecimal.valueOf(315_360_000L);
  }

  private static final long BILLION = 1_000_000_000L;

  private Durations() {}

  /** The duration, or empty when the text is none (negative and absurdly long ones are none). */
  public static Optional<Duration> parse(String text) {
    String trimmed = text.strip().toLowerCase(Locale.ROOT);
    if (trimmed.isEmpty() || trimmed.length() > 100) {
      return Optional.empty();
    }
    BigDecimal nanos =
        Reading.SECONDS.matcher(trimmed).matches()
            ? new BigDecimal(trimmed).multiply(Reading.NANOS_PER_SECOND)
            : sumOfParts(trimmed);
    if (nanos.signum() < 0
        || nanos.divide(Reading.NANOS_PER_SECOND).compareTo(Reading.LONGEST) > 0) {
      return Optional.empty();
    }
    return Optional.of(Duration.ofNanos(nanos.setScale(0, RoundingMode.HALF_UP).longValueExact()));
  }

  private static BigDecimal sumOfParts(String text) {
    Matcher part = Reading.PART.matcher(text);
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
    long nanos = duration.toNanos();
    String sign = nanos < 0 ? "-" : "";
    long magnitude = Math.abs(nanos);
    String whole = sign + magnitude / BILLION;
    long fraction = magnitude % BILLION;
    if (fraction == 0) {
      return whole + "s";
    }
    // The leading one keeps the zeros behind the point.
    String digits = Long.toString(BILLION + fraction).substring(1);
    int end = digits.length();
    while (digits.charAt(end - 1) == '0') {
      end--;
    }
    return whole + "." + digits.substring(0, end) + "s";
  }

  /** Whole seconds, rounded up, as engines want them. */
  public static long wholeSeconds(Duration duration) {
    return duration.plusNanos(999_999_999L).toSeconds();
  }
}
