package dev.berth.config.kubernetes;

import dev.berth.config.Tree;
import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a value without quotes is to Kubernetes, which reads YAML 1.1. */
enum Scalar {
  TEXT("a text"),
  NUMBER("a number"),
  FLAG("true or false");

  private static final Set<String> TRUE =
      Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
  private static final Set<String> FALSE =
      Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
  private static final Pattern WHOLE =
      Pattern.compile("([-+]?)(0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+|[1-9][0-9_]*|0)");
  private static final Pattern FLOAT =
      Pattern.compile(
          "[-+]?(\\.[0-9]+|[0-9][0-9_]*(\\.[0-9_]*)?)([eE][-+]?[0-9]+)?|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
  private static final int LONGEST = 64;

  private final String words;

  Scalar(String words) {
    this.words = words;
  }

  /** What it is called in a message. */
  String words() {
    return words;
  }

  static Scalar of(Tree.Text text) {
    if (!text.plain()) {
      return TEXT;
    }
    if (flag(text).isPresent()) {
      return FLAG;
    }
    boolean isNumber =
        text.text().length() <= LONGEST
            && (WHOLE.matcher(text.text()).matches() || FLOAT.matcher(text.text()).matches());
    return isNumber ? NUMBER : TEXT;
  }

  /** Whether it says true or false; empty where it says neither. */
  static Optional<Boolean> flag(Tree.Text text) {
    if (!text.plain()) {
      return Optional.empty();
    }
    return TRUE.contains(text.text())
        ? Optional.of(true)
        : FALSE.contains(text.text()) ? Optional.of(false) : Optional.empty();
  }

  /** The whole number of 64 bits that it is; empty where it is none. */
  static Optional<Long> whole(Tree.Text text) {
    if (!text.plain() || text.text().length() > LONGEST) {
      return Optional.empty();
    }
    Matcher whole = WHOLE.matcher(text.text());
    if (!whole.matches()) {
      return Optional.empty();
    }
    String digits = whole.group(2).replace("_", "");
    int base = base(digits);
    String bare = base == 10 ? digits : digits.replaceFirst("^0[box]?", "");
    BigInteger value = new BigInteger(bare.isEmpty() ? "0" : bare, base);
    value = whole.group(1).equals("-") ? value.negate() : value;
    return value.bitLength() < Long.SIZE ? Optional.of(value.longValueExact()) : Optional.empty();
  }

  private static int base(String digits) {
    if (digits.length() < 2 || digits.charAt(0) != '0') {
      return 10;
    }
    return switch (digits.charAt(1)) {
      case 'x' -> 16;
      case 'b' -> 2;
      default -> 8;
    };
  }
}
