package dev.berth.config.quadlet;

import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts in their places what systemd would when it reads a unit, or starts it: specifiers
 * (systemd.unit(5)), and variables on a command line (systemd.service(5)).
 */
final class Expansion {
  /** All of systemd 257; a percent sign before any other character stays as it is. */
  private static final String SPECIFIERS = "aAbBcCdDEfgGhHiIjJlLmMnNopPqrRsStTuUvVwWyY";

  private static final Map<Character, String> UNKNOWN =
      Map.ofEntries(
          Map.entry('a', "the architecture"),
          Map.entry('A', "the image's version"),
          Map.entry('b', "the boot's id"),
          Map.entry('B', "the build's id"),
          Map.entry('c', "the unit's control group"),
          Map.entry('d', "the directory of credentials"),
          Map.entry('g', "the user's group"),
          Map.entry('G', "the user's group"),
          Map.entry('m', "the machine's id"),
          Map.entry('M', "the image's id"),
          Map.entry('o', "the operating system's id"),
          Map.entry('q', "the machine's pretty name"),
          Map.entry('r', "the slice's control group"),
          Map.entry('R', "the manager's control group"),
          Map.entry('s', "the user's shell"),
          Map.entry('v', "the kernel's release"),
          Map.entry('w', "the operating system's version"),
          Map.entry('W', "the operating system's variant"),
          Map.entry('y', "the path of the unit's file"),
          Map.entry('Y', "the directory of the unit's file"),
          Map.entry('D', "the directory of shared data"));

  private static final Pattern VARIABLE =
      Pattern.compile("\\$(?:\\$|\\{([A-Za-z_][A-Za-z0-9_]*)\\})");
  private static final Pattern WHOLE = Pattern.compile("\\$([A-Za-z_][A-Za-z0-9_]*)");

  private final Map<Character, String> values;
  private final Map<String, String> variables;
  private final Problems problems;

  /**
   * That of one unit.
   *
   * @param service the name of its service, without the ending
   * @param variables those that its [Service] section sets
   */
  Expansion(
      String service, Surroundings surroundings, Map<String, String> variables, Problems problems) {
    this.values = new HashMap<>(surroundings.values());
    this.variables = Map.copyOf(variables);
    this.problems = problems;
    int sign = service.indexOf('@');
    String prefix = sign < 0 ? service : service.substring(0, sign);
    String instance = sign < 0 ? "" : service.substring(sign + 1);
    String last = prefix.substring(prefix.lastIndexOf('-') + 1);
    values.put('n', service + ".service");
    values.put('N', service);
    values.put('p', prefix);
    values.put('P', unescaped(prefix));
    values.put('i', instance);
    values.put('I', unescaped(instance));
    values.put('j', last);
    values.put('J', unescaped(last));
    values.put('f', "/" + unescaped(instance.isEmpty() ? prefix : instance));
  }

  /** Reports each specifier of a value that nobody can know here. */
  void check(PlacedText value) {
    String text = value.text();
    int at = text.indexOf('%');
    while (at >= 0 && at + 1 < text.length()) {
      char letter = text.charAt(at + 1);
      if (SPECIFIERS.indexOf(letter) >= 0 && !values.containsKey(letter)) {
        String meaning = UNKNOWN.getOrDefault(letter, "something of the host");
        problems.error(
            value.at(at),
            "`%" + letter + "`, " + meaning + ", is not known when units are imported",
            "write the value itself, or %% for a percent sign");
      }
      at = text.indexOf('%', at + 2);
    }
  }

  /** The text with its specifiers filled in. */
  String specifiers(String text) {
    return filled(text, "%");
  }

  /** The same for a line that systemd reads once more: a percent sign stays two. */
  String line(String text) {
    return filled(text, "%%");
  }

  private String filled(String text, String percent) {
    StringBuilder filled = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.startsWith("%%", i)) {
        filled.append(percent);
        i++;
      } else if (isSpecifier(text, i)) {
        filled.append(values.getOrDefault(text.charAt(i + 1), "").replace("%", percent));
        i++;
      } else {
        filled.append(text.charAt(i));
      }
    }
    return filled.toString();
  }

  private static boolean isSpecifier(String text, int at) {
    return text.charAt(at) == '%'
        && at + 1 < text.length()
        && SPECIFIERS.indexOf(text.charAt(at + 1)) >= 0;
  }

  /** A word of the command line that Quadlet writes. */
  Word argument(Word word) {
    String text = specifiers(word.text());
    if (text.indexOf('$') < 0) {
      return word.with(text);
    }
    Matcher whole = WHOLE.matcher(text);
    if (whole.matches()) {
      return word.with(variable(whole.group(1), word.at()));
    }
    StringBuilder filled = new StringBuilder();
    Matcher matcher = VARIABLE.matcher(text);
    while (matcher.find()) {
      String name = matcher.group(1);
      matcher.appendReplacement(
          filled, Matcher.quoteReplacement(name == null ? "$" : variable(name, word.at())));
    }
    return word.with(matcher.appendTail(filled).toString());
  }

  private String variable(String name, SourcePosition at) {
    String value = variables.get(name);
    if (value == null) {
      problems.error(
          at,
          "systemd puts its variable `"
              + name
              + "` in here, and no `Environment=` of [Service] has it",
          "write the value itself, or $$ for a dollar sign");
      return "";
    }
    return value;
  }

  /** As systemd-escape(1) --unescape does. */
  private static String unescaped(String text) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && text.startsWith("\\x", i) && i + 3 < text.length()) {
        int code = Character.digit(text.charAt(i + 2), 16) * 16;
        plain.append((char) (code + Character.digit(text.charAt(i + 3), 16)));
        i += 3;
      } else {
        plain.append(c == '-' ? '/' : c);
      }
    }
    return plain.toString();
  }
}
