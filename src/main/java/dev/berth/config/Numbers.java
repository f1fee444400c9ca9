package dev.berth.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.OptionalLong;

/** Numbers and sizes as configurations write them. */
final class Numbers {
  private Numbers() {}

  /** A whole number in decimal; a leading zero is refused, since YAML 1.1 reads it as octal. */
  static OptionalLong whole(String text) {
    int start = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    String digits = text.substring(start);
    boolean plain = isDigits(digits) && (digits.length() == 1 || digits.charAt(0) != '0');
    return plain && digits.length() <= 18
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }

  /** Bytes: {@code 512}, {@code 1.5g}, {@code 64kb}, {@code 2MiB}, {@code -1}; 1024 throughout. */
  static OptionalLong size(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    if (lower.equals("-1")) {
      return OptionalLong.of(-1);
    }
    int end = 0;
    while (end < lower.length() && (isDigit(lower.charAt(end)) || lower.charAt(end) == '.')) {
      end++;
    }
    int power = power(lower.substring(end).strip());
    String number = lower.substring(0, end);
    if (power < 0 || !isDecimal(number)) {
      return OptionalLong.empty();
    }
    BigDecimal bytes = new BigDecimal(number).multiply(BigDecimal.valueOf(1024).pow(power));
    return bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
        ? OptionalLong.empty()
        : OptionalLong.of(bytes.setScale(0, RoundingMode.DOWN).longValueExact());
  }

  private static int power(String unit) {
    return switch (unit) {
      case "", "b" -> 0;
      case "k", "kb", "ki", "kib" -> 1;
      case "m", "mb", "mi", "mib" -> 2;
      case "g", "gb", "gi", "gib" -> 3;
      case "t", "tb", "ti", "tib" -> 4;
      default -> -1;
    };
  }

  /** Digits with at most one point between or before them. */
  static boolean isDecimal(String text) {
    int point = text.indexOf('.');
    return text.length() <= 30
        && (point < 0
            ? isDigits(text)
            : isDigits(text.substring(point + 1))
                && (point == 0 || isDigits(text.substring(0, point))));
  }

  static boolean isDigits(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> isDigit((char) c));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
