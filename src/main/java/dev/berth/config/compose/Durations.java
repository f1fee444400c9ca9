package dev.berth.config.compose;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Durations as Go writes them: {@code 1m30s}. */
final class Durations {
  private static final long SECOND = 1_000_000_000L;

  private Durations() {}

  /** How many nanoseconds a unit has; 0 where there is none of this name. */
  static long unit(String name) {
    return switch (name) {
      case "ns" -> 1;
      case "us", "µs", "μs" -> 1_000;
      case "ms" -> 1_000_000;
      case "s" -> SECOND;
      case "m" -> 60 * SECOND;
      case "h" -> 3_600 * SECOND;
      case "d" -> 86_400 * SECOND;
      case "w" -> 604_800 * SECOND;
      default -> 0;
    };
  }

  /** The text of this many nanoseconds. */
  static String printed(BigDecimal nanoseconds) {
    long all = nanoseconds.longValueExact();
    if (all == 0) {
      return "0s";
    }
    if (all < SECOND) {
      return all < 1_000
          ? all + "ns"
          : all < 1_000_000 ? part(all, 1_000, "µs") : part(all, 1_000_000, "ms");
    }
    long hours = all / (3_600 * SECOND);
    long minutes = all / (60 * SECOND) % 60;
    String seconds = part(all % (60 * SECOND), SECOND, "s");
    return hours > 0
        ? hours + "h" + minutes + "m" + seconds
        : minutes > 0 ? minutes + "m" + seconds : seconds;
  }

  private static String part(long value, long unit, String name) {
    return BigDecimal.valueOf(value)
            .divide(BigDecimal.valueOf(unit), 9, RoundingMode.DOWN)
            .stripTrailingZeros()
            .toPlainString()
        + name;
  }
}
