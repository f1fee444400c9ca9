package dev.berth.config.compose;

import dev.berth.config.Tree;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a text without quotes is: the core schema of YAML 1.2, and the numbers of YAML 1.1, as
 * go-yaml reads them.
 */
final class Scalars {
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final Pattern INTEGER =
      Pattern.compile("([-+]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|0[0-7]+|0|[1-9][0-9]*)");

  /** What no JSON can say, so that no schema allows it. */
  static final Pattern NO_NUMBER = Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

  private static final Pattern TIME =
      Pattern.compile(
          "(\\d{4})-(\\d{1,2})-(\\d{1,2})(?:[Tt ](\\d{1,2}):(\\d{1,2}):(\\d{1,2})(?:\\.\\d+)?Z?)?");

  private Scalars() {}

  static Data read(Tree.Text scalar) {
    String text = scalar.text();
    if (!scalar.plain()) {
      return new Data.Text(text, scalar.at());
    }
    return switch (text) {
      case "", "~", "null", "Null", "NULL" -> new Data.Nothing(scalar.at());
      case "true", "True", "TRUE" -> new Data.Flag(true, scalar.at());
      case "false", "False", "FALSE" -> new Data.Flag(false, scalar.at());
      default -> {
        Data number = number(scalar);
        yield number == null ? new Data.Text(time(text).orElse(text), scalar.at()) : number;
      }
    };
  }

  private static @Nullable Data number(Tree.Text scalar) {
    String text = scalar.text();
    if (NO_NUMBER.matcher(text).matches()) {
      return new Data.Numeric(text, false, scalar.at());
    }
    char first = text.charAt(0);
    if (first != '.' && first != '-' && first != '+' && (first < '0' || first > '9')) {
      return null;
    }
    if (text.equals("-0") || text.equals("-0.0")) {
      return new Data.Numeric("-0", false, scalar.at());
    }
    String bare = first == '.' ? text : text.replace("_", "");
    Optional<BigInteger> whole = first == '.' ? Optional.empty() : whole(bare);
    if (whole.isPresent()) {
      return new Data.Numeric(whole.get().toString(), true, scalar.at());
    }
    return FLOAT.matcher(bare).matches()
        ? new Data.Numeric(printed(Double.parseDouble(bare)), false, scalar.at())
        : null;
  }

  /** Go's ParseInt with base 0, as far as 64 bits go; empty for what is no integer. */
  static Optional<BigInteger> whole(String text) {
    Matcher digits = INTEGER.matcher(text);
    if (!digits.matches()) {
      return Optional.empty();
    }
    String number = digits.group(2);
    BigInteger value;
    if (number.length() > 1 && number.charAt(0) == '0') {
      int base =
          switch (number.charAt(1)) {
            case 'x', 'X' -> 16;
            case 'b', 'B' -> 2;
            default -> 8;
          };
      boolean marked = !Character.isDigit(number.charAt(1));
      value = new BigInteger(number.substring(marked ? 2 : 1), base);
    } else {
      value = new BigInteger(number);
    }
    value = digits.group(1).equals("-") ? value.negate() : value;
    return value.bitLength() <= (value.signum() < 0 ? 63 : 64)
        ? Optional.of(value)
        : Optional.empty();
  }

  /** A number as Go prints it: shortest, with an exponent where it is very small or large. */
  static String printed(double value) {
    if (Double.isInfinite(value) || Double.isNaN(value)) {
      return Double.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
    }
    if (value == 0) {
      return "0";
    }
    BigDecimal shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    int exponent = shortest.precision() - shortest.scale() - 1;
    if (exponent >= -4 && exponent < 21) {
      return shortest.toPlainString();
    }
    String digits = shortest.unscaledValue().abs().toString();
    String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
    String size = Integer.toString(Math.abs(exponent));
    return (value < 0 ? "-" : "")
        + digits.charAt(0)
        + fraction
        + "e"
        + (exponent < 0 ? "-" : "+")
        + (size.length() < 2 ? "0" + size : size);
  }

  /** A date without quotes is a moment, which Compose prints in a form of its own. */
  private static Optional<String> time(String text) {
    Matcher time = TIME.matcher(text);
    if (!time.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        "%s-%s-%s %s:%s:%s +0000 UTC"
            .formatted(
                time.group(1),
                two(time.group(2)),
                two(time.group(3)),
                two(time.group(4)),
                two(time.group(5)),
                two(time.group(6))));
  }

  private static String two(@Nullable String digits) {
    return digits == null ? "00" : digits.length() < 2 ? "0" + digits : digits;
  }
}
