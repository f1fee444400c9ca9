package dev.berth.config.compose;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts variables in their places: {@code $V}, {@code ${V}}, with {@code :-}, {@code -}, {@code :?},
 * {@code ?}, {@code :+}, {@code +}, nested, and {@code $$} for a dollar sign (Compose
 * specification, "Interpolation").
 */
final class Template {
  private static final Pattern MARK =
      Pattern.compile(
          "\\$(?:(?<escaped>\\$)|(?<named>[_a-zA-Z][_a-zA-Z0-9]*)"
              + "|\\{(?:(?<braced>[_a-zA-Z][_a-zA-Z0-9]*(?::?[-+?](?:.*))?)\\}|(?<invalid>)))");
  private static final List<String> OPERATORS = List.of(":?", "?", ":-", "-", ":+", "+");
  private static final Set<String> OF_EMPTY = Set.of(":?", ":-", ":+");

  /** Far more than anybody nests; the stack has an end. */
  private static final int DEEPEST = 100;

  private static final int LONGEST = 1024 * 1024;

  private final Function<String, @Nullable String> variables;
  private final Consumer<String> unset;
  private int depth;

  /**
   * Puts these variables in.
   *
   * @param variables the value by the name; null for one that is not set
   * @param unset is told the name of each variable that is not set and has no default
   */
  Template(Function<String, @Nullable String> variables, Consumer<String> unset) {
    this.variables = variables;
    this.unset = unset;
  }

  /** Why a text cannot be filled in. */
  static final class Fault extends Exception {
    private static final long serialVersionUID = 1L;

    private final String advice;

    Fault(String message) {
      this(message, "");
    }

    Fault(String message, String advice) {
      super(message);
      this.advice = advice;
    }

    /** What to do about it; empty where the message says it. */
    String advice() {
      return advice;
    }
  }

  /** The text with its variables filled in. */
  String filled(String text) throws Fault {
    if (text.indexOf('$') < 0) {
      return text;
    }
    if (depth >= DEEPEST) {
      throw new Fault("variables are nested deeper than " + DEEPEST + " levels");
    }
    depth++;
    StringBuilder result = new StringBuilder();
    Matcher mark = MARK.matcher(text);
    int end = 0;
    while (mark.find()) {
      result.append(text, end, mark.start()).append(replaced(mark.group()));
      end = mark.end();
      if (result.length() > LONGEST) {
        throw new Fault("with its variables it has more than " + LONGEST + " characters");
      }
    }
    depth--;
    return result.append(text.substring(end)).toString();
  }

  private String replaced(String found) throws Fault {
    String operator = operator(found);
    int close = closing(found);
    String rest = close < 0 ? "" : found.substring(close + 1);
    String own = close < 0 ? found : found.substring(0, close + 1);
    Matcher mark = MARK.matcher(own);
    if (!mark.find()) {
      throw invalid();
    }
    if (mark.group("escaped") != null) {
      return "$";
    }
    String named = mark.group("named");
    String braced = mark.group("braced");
    if (named == null && braced == null) {
      throw invalid();
    }
    if (braced != null && braced.contains(operator)) {
      return applied(braced, operator) + filled(rest);
    }
    String name = named == null ? String.valueOf(braced) : named;
    String value = variables.apply(name);
    if (value == null) {
      unset.accept(name);
    }
    return value == null ? "" : value;
  }

  private String applied(String braced, String operator) throws Fault {
    int cut = braced.indexOf(operator);
    String name = braced.substring(0, cut);
    String other = braced.substring(cut + operator.length());
    @Nullable String value = variables.apply(name);
    boolean counts = value != null && !(OF_EMPTY.contains(operator) && value.isEmpty());
    return switch (operator.charAt(operator.length() - 1)) {
      case '-' -> counts && value != null ? value : filled(other);
      case '+' -> counts ? filled(other) : value == null ? "" : value;
      default -> {
        if (counts && value != null) {
          yield value;
        }
        String reason = filled(other);
        throw new Fault(
            "the variable " + name + " must be set" + (reason.isEmpty() ? "" : ": " + reason),
            "set it in the environment, or in .env");
      }
    };
  }

  /** The operator that comes first. */
  private static String operator(String found) {
    String first = OPERATORS.getFirst();
    int at = Integer.MAX_VALUE;
    for (String operator : OPERATORS) {
      int index = found.indexOf(operator);
      if (index >= 0 && index < at) {
        at = index;
        first = operator;
      }
    }
    return first;
  }

  /** Where the brace of the first variable closes; -1 where that is at the end, or nowhere. */
  private static int closing(String text) {
    int open = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '}') {
        open--;
        if (open == 0) {
          return i;
        }
      } else if (c == '{') {
        open++;
        i++;
      }
    }
    return -1;
  }

  private static Fault invalid() {
    return new Fault("no variable follows the dollar sign", "write $$ for a dollar sign");
  }
}
