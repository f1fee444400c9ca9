package dev.berth.config.kubernetes;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers with a unit: {@code 100m}, {@code 1.5Gi}, {@code 2e3}. */
final class Quantity {
  private static final Pattern FORM =
      Pattern.compile(
          "([+-]?)([0-9]{1,30}\\.?[0-9]{0,30}|\\.[0-9]{1,30})([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]{1,2})?");
  private static final BigDecimal KIBI = BigDecimal.valueOf(1024);
  private static final Map<String, BigDecimal> UNITS =
      Map.ofEntries(
          Map.entry("n", BigDecimal.ONE.movePointLeft(9)),
          Map.entry("u", BigDecimal.ONE.movePointLeft(6)),
          Map.entry("m", BigDecimal.ONE.movePointLeft(3)),
          Map.entry("k", BigDecimal.ONE.movePointRight(3)),
          Map.entry("M", BigDecimal.ONE.movePointRight(6)),
          Map.entry("G", BigDecimal.ONE.movePointRight(9)),
          Map.entry("T", BigDecimal.ONE.movePointRight(12)),
          Map.entry("P", BigDecimal.ONE.movePointRight(15)),
          Map.entry("E", BigDecimal.ONE.movePointRight(18)),
          Map.entry("Ki", KIBI),
          Map.entry("Mi", KIBI.pow(2)),
          Map.entry("Gi", KIBI.pow(3)),
          Map.entry("Ti", KIBI.pow(4)),
          Map.entry("Pi", KIBI.pow(5)),
          Map.entry("Ei", KIBI.pow(6)));

  private Quantity() {}

  /** The number; empty where the text is none. */
  static Optional<BigDecimal> parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String unit = parts.group(3) == null ? "" : parts.group(3);
    BigDecimal number = new BigDecimal(parts.group(1) + parts.group(2));
    if (unit.isEmpty()) {
      return Optional.of(number);
    }
    BigDecimal factor = UNITS.get(unit);
    return Optional.of(
        factor == null
            ? number.scaleByPowerOfTen(Integer.parseInt(unit.substring(1)))
            : number.multiply(factor));
  }

  /** How often one goes into the other, rounded up. */
  static String divided(BigDecimal number, BigDecimal divisor) {
    return number.divide(divisor, 0, RoundingMode.CEILING).toPlainString();
  }

  /** The number in whole units, rounded up. */
  static String whole(BigDecimal number) {
    return divided(number, BigDecimal.ONE);
  }
}
