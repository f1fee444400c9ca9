package dev.berth.cli;

import dev.berth.service.InvalidUse;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A point in time as an option gives it. journalctl and the engines each read another syntax, and
 * which of them is asked depends on the log driver: so what either of them takes is understood here
 * (systemd.time(7), "PARSING TIMESTAMPS"; podman-logs(1), {@code --since}).
 */
final class AskedTime {
  private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?) ?([a-zµ]+) ?");
  private static final Pattern SPAN =
      Pattern.compile("-?((?:\\d+(?:\\.\\d+)? ?[a-zµ]+ ?)+?)(?: ago)?");
  private static final Pattern EPOCH = Pattern.compile("@(\\d{1,11}(?:\\.\\d{1,9})?)");

  /** systemd.time(7), "PARSING TIME SPANS", in nanoseconds; a month or a year has no one length. */
  private static final Map<String, Long> UNITS =
      Map.ofEntries(
          Map.entry("ns", 1L),
          Map.entry("us", 1_000L),
          Map.entry("µs", 1_000L),
          Map.entry("ms", 1_000_000L),
          Map.entry("s", 1_000_000_000L),
          Map.entry("sec", 1_000_000_000L),
          Map.entry("second", 1_000_000_000L),
          Map.entry("seconds", 1_000_000_000L),
          Map.entry("m", 60_000_000_000L),
          Map.entry("min", 60_000_000_000L),
          Map.entry("minute", 60_000_000_000L),
          Map.entry("minutes", 60_000_000_000L),
          Map.entry("h", 3_600_000_000_000L),
          Map.entry("hr", 3_600_000_000_000L),
          Map.entry("hour", 3_600_000_000_000L),
          Map.entry("hours", 3_600_000_000_000L),
          Map.entry("d", 86_400_000_000_000L),
          Map.entry("day", 86_400_000_000_000L),
          Map.entry("days", 86_400_000_000_000L),
          Map.entry("w", 604_800_000_000_000L),
          Map.entry("week", 604_800_000_000_000L),
          Map.entry("weeks", 604_800_000_000_000L));

  private AskedTime() {}

  /**
   * The time that is meant.
   *
   * @param option the option's name, for the message
   * @param now what a span is counted back from
   * @param zone of what names none
   * @throws InvalidUse where it is none
   */
  static Instant of(String option, String text, Instant now, ZoneId zone) {
    try {
      return parsed(text.strip(), now, zone)
          .filter(time -> !time.isBefore(Instant.EPOCH))
          .orElseThrow(() -> none(option));
    } catch (DateTimeException | ArithmeticException wrong) {
      throw none(option);
    }
  }

  private static InvalidUse none(String option) {
    return new InvalidUse(
        option
            + " wants a time such as 10m, '2 hours ago', today, 14:30, '2026-11-29 14:30' or"
            + " 2026-11-29T14:30:00+01:00");
  }

  private static Optional<Instant> parsed(String text, Instant now, ZoneId zone) {
    LocalDate today = LocalDate.ofInstant(now, zone);
    Optional<Instant> named =
        switch (text.toLowerCase(Locale.ROOT)) {
          case "now" -> Optional.of(now);
          case "today" -> Optional.of(today.atStartOfDay(zone).toInstant());
          case "yesterday" -> Optional.of(today.minusDays(1).atStartOfDay(zone).toInstant());
          default -> Optional.empty();
        };
    if (named.isPresent()) {
      return named;
    }
    Matcher epoch = EPOCH.matcher(text);
    if (epoch.matches()) {
      return Optional.of(Instant.EPOCH.plus(nanoseconds(new BigDecimal(epoch.group(1)), "s")));
    }
    Matcher span = SPAN.matcher(text);
    if (span.matches()) {
      return span(span.group(1)).map(now::minus);
    }
    return Optional.of(calendar(text, today, zone));
  }

  private static Optional<Duration> span(String text) {
    Duration sum = Duration.ZERO;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      if (!UNITS.containsKey(part.group(2))) {
        return Optional.empty();
      }
      sum = sum.plus(nanoseconds(new BigDecimal(part.group(1)), part.group(2)));
    }
    return Optional.of(sum);
  }

  private static Duration nanoseconds(BigDecimal number, String unit) {
    BigDecimal nanoseconds = number.multiply(BigDecimal.valueOf(UNITS.getOrDefault(unit, 0L)));
    return Duration.ofNanos(nanoseconds.setScale(0, RoundingMode.DOWN).longValueExact());
  }

  /** A day, a time of today, or both, with or without an offset. */
  private static Instant calendar(String text, LocalDate today, ZoneId zone) {
    if (text.matches("\\d{4}-\\d\\d-\\d\\d")) {
      return LocalDate.parse(text).atStartOfDay(zone).toInstant();
    }
    if (text.matches("\\d\\d:\\d\\d.*")) {
      return LocalTime.parse(text).atDate(today).atZone(zone).toInstant();
    }
    String joined = text.replaceFirst("^(\\S+) (?=\\d)", "$1T");
    return joined.matches(".*(Z|[+-]\\d\\d:\\d\\d)")
        ? OffsetDateTime.parse(joined).toInstant()
        : LocalDateTime.parse(joined).atZone(zone).toInstant();
  }
}
